"""Notify the agent who acts in the place of an absent agent; and the agent, of an absence that somebody else wrote."""

from typing import Any

from django.dispatch import receiver
from django.urls import reverse

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Absence, Agent
from core.people.signals import absence_changed
from core.ui.mails import render_mail

DEPUTY = NotificationKind("people.deputy", "J’agis à la place d’un collègue absent")
NOTED = NotificationKind("people.absence_noted", "Mon responsable note une absence à ma place")


@receiver(absence_changed)
def notify_of_absence(
    sender: type[Absence], absence: Absence, by: Agent, is_new_deputy: bool, **kwargs: Any
) -> None:
    if is_new_deputy and absence.deputy and absence.deputy != by:
        notify(
            DEPUTY,
            [absence.deputy],
            **render_mail("notifications/mails/absence_deputy.txt", absence=absence, by=by),
            url=reverse("absence_list"),
        )
    if by != absence.agent:
        notify(
            NOTED,
            [absence.agent],
            **render_mail("notifications/mails/absence_noted.txt", absence=absence, by=by),
            url=reverse("absence_list"),
        )
