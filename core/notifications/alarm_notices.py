"""Notifies administrators of alarms, on the site and by mail, whatever they chose."""

from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from core.mail.models import Alarm
from core.mail.signals import alarm_ended, alarm_rang
from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.people.roles import Role
from core.ui.french import NBSP

ALARM = NotificationKind("mail.alarm", "L’intranet ou son courrier va mal", is_offered=False)


@receiver(alarm_rang)
def notify_rang(sender: type[Alarm], alarm: Alarm, text: str, **kwargs: Any) -> None:
    _notify(f"{alarm.subject}{NBSP}: {alarm.get_kind_display().lower()}", text)


@receiver(alarm_ended)
def notify_ended(sender: type[Alarm], alarm: Alarm, text: str, **kwargs: Any) -> None:
    _notify(f"{alarm.subject}{NBSP}: c’est rétabli", text)


def _notify(title: str, text: str) -> None:
    people = Agent.objects.with_role(Role.ADMINISTRATOR, Role.GROUP_HEAD)
    notify(ALARM, people, title=title, text=text, url=reverse("mail:mailboxes"))
