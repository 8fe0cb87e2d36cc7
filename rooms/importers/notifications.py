"""Notify each organiser once of a whole import, whatever the number of bookings made in their name."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.ui.mails import render_mail
from rooms.bookings.notifications import MINE

IMPORTED = NotificationKind(
    "rooms.imported", "Mes réservations d’un ancien agenda ont été reprises", group=MINE
)


def notify_imported(counts: Mapping[int, int], *, by: Agent) -> None:
    """`counts` holds how many bookings by organiser's id; who imported knows already."""
    for agent in Agent.objects.active().filter(pk__in=counts).exclude(pk=by.pk):
        notify(
            IMPORTED,
            [agent],
            **render_mail("rooms/mails/imported.txt", count=counts[agent.pk], by=by),
            url=reverse("rooms:my_bookings"),
        )
