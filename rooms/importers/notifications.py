"""Of a whole import: each organiser is notified once, however many bookings were taken over in their name."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.ui.french import NBSP, count_of
from rooms.bookings.notification_groups import MINE

IMPORTED = NotificationKind(
    "rooms.imported", "Mes réservations d’un ancien agenda ont été reprises", group=MINE
)


def notify_imported(counts: Mapping[int, int], *, by: Agent) -> None:
    """`counts` holds how many bookings by organiser's id; who imported knows already."""
    for agent in Agent.objects.active().filter(pk__in=counts).exclude(pk=by.pk):
        found = count_of(counts[agent.pk], "réservation")
        notify(
            IMPORTED,
            [agent],
            title=f"Vos réservations de salles ont été reprises{NBSP}: {found}",
            text=(
                f"{by} a repris l’ancien agenda des salles. {found} à votre nom s’y trouvent maintenant{NBSP}: "
                "vous n’avez rien à faire. Si l’une d’elles n’a plus lieu d’être, annulez-la, "
                "quelqu’un d’autre en profitera."
            ),
            url=reverse("rooms:my_bookings"),
        )
