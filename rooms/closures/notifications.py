"""Of a closure: people with bookings inside are notified once. A private title must not travel by mail: none does."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.ui.french import NBSP, count_of
from rooms.bookings.notification_groups import MINE
from rooms.bookings.notifications import call, people_of
from rooms.models import Booking, Closure
from rooms.periods import when, when_closed

CLOSED = NotificationKind("rooms.closed", "Une salle que j’ai réservée sera fermée", group=MINE)
REOPENED = NotificationKind(
    "rooms.reopened", "La fermeture d’une salle que j’ai réservée est levée", group=MINE
)
# More are read on the site.
MOST_LISTED = 20


def notify_closed(closure: Closure, bookings: Iterable[Booking], *, by: Agent) -> None:
    _notify(
        CLOSED,
        bookings,
        by=by,
        title=f"Fermeture {when_closed(closure.period)}{NBSP}: elle touche vos réservations de salles",
        begins=f"{_where(closure)} {when_closed(closure.period)}{NBSP}: {closure.reason}.",
        ends="Ce qui figure dans cette liste reste réservé. Si votre réunion ne peut pas s’y tenir, changez d’heure "
        f"ou de salle{NBSP}; si elle n’a plus lieu, annulez-la.",
    )


def notify_reopened(closure: Closure, bookings: Iterable[Booking], *, by: Agent) -> None:
    _notify(
        REOPENED,
        bookings,
        by=by,
        title=f"La fermeture prévue {when_closed(closure.period)} est levée",
        begins=f"La fermeture prévue {when_closed(closure.period)} ({closure.reason}) est levée.",
        ends="Vous n’avez rien à faire.",
    )


def _notify(
    kind: NotificationKind, bookings: Iterable[Booking], *, by: Agent, title: str, begins: str, ends: str
) -> None:
    theirs: dict[Agent, list[Booking]] = {}
    for booking in bookings:
        for agent in people_of(booking, but=by):
            theirs.setdefault(agent, []).append(booking)
    for agent, inside in theirs.items():
        lines = [f"- {each.rooms_called}, {when(each.period)}" for each in inside[:MOST_LISTED]]
        if len(inside) > MOST_LISTED:
            left = count_of(len(inside) - MOST_LISTED, "autre réservation", "autres réservations")
            lines.append(f"- et {left}")
        whose = "Votre réservation" if len(inside) == 1 else "Vos réservations"
        notify(
            kind,
            [agent],
            title=title,
            text="\n".join(
                [begins, f"{whose} pendant ce temps{NBSP}:", *lines, "", f"{ends}{call(inside[0].room)}"]
            ),
            url=inside[0].get_absolute_url() if len(inside) == 1 else reverse("rooms:my_bookings"),
        )


def _where(closure: Closure) -> str:
    if closure.room is not None:
        return f"La {closure.room.called} ({closure.room.site.name}) sera fermée"
    if closure.site is not None:
        return f"Toutes les salles du site {closure.site.name} seront fermées"
    return "Toutes les salles seront fermées"
