"""Notify the agent who acts in the place of an absent agent; and the agent, of an absence that somebody else wrote."""

from typing import Any

from django.dispatch import receiver
from django.template.loader import render_to_string
from django.urls import reverse

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Absence, Agent
from core.people.signals import absence_changed
from core.ui.french import of

DEPUTY = NotificationKind("people.deputy", "J’agis à la place d’un collègue absent")
NOTED = NotificationKind("people.absence_noted", "Mon responsable note une absence à ma place")


@receiver(absence_changed)
def notify_of_absence(
    sender: type[Absence], absence: Absence, by: Agent, is_new_deputy: bool, **kwargs: Any
) -> None:
    about = {"absence": absence, "by": by, "url": reverse("absence_list")}
    if is_new_deputy and absence.deputy and absence.deputy != by:
        notify(
            DEPUTY,
            [absence.deputy],
            title=f"Vous agissez à la place {of(absence.agent)}",
            text=render_to_string("notifications/absence_deputy.txt", about).strip(),
            url=reverse("absence_list"),
        )
    if by != absence.agent:
        notify(
            NOTED,
            [absence.agent],
            title="Une absence est notée pour vous"
            if absence.pk
            else "Une absence notée pour vous est retirée",
            text=render_to_string("notifications/absence_noted.txt", about).strip(),
            url=reverse("absence_list"),
        )
