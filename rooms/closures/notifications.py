"""Notify people with bookings inside a closure once, without titles: a private one must not travel by mail."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.ui.mails import render_mail
from rooms.bookings.notifications import MINE, people_of
from rooms.models import Booking, Closure
from rooms.periods import when_closed

CLOSED = NotificationKind("rooms.closed", "Une salle que j’ai réservée sera fermée", group=MINE)
REOPENED = NotificationKind(
    "rooms.reopened", "La fermeture d’une salle que j’ai réservée est levée", group=MINE
)
# More are read on the site.
MOST_LISTED = 20


def notify_closed(closure: Closure, bookings: Iterable[Booking], *, by: Agent) -> None:
    _notify(CLOSED, "rooms/mails/closed.txt", closure, bookings, by=by)


def notify_reopened(closure: Closure, bookings: Iterable[Booking], *, by: Agent) -> None:
    _notify(REOPENED, "rooms/mails/reopened.txt", closure, bookings, by=by)


def _notify(
    kind: NotificationKind, mail: str, closure: Closure, bookings: Iterable[Booking], *, by: Agent
) -> None:
    theirs: dict[Agent, list[Booking]] = {}
    for booking in bookings:
        for agent in people_of(booking, but=by):
            theirs.setdefault(agent, []).append(booking)
    for agent, inside in theirs.items():
        said = render_mail(
            mail,
            closure=closure,
            closed_when=when_closed(closure.period),
            bookings=inside,
            listed=inside[:MOST_LISTED],
            left_out=len(inside[MOST_LISTED:]),
            room=inside[0].room,
        )
        url = inside[0].get_absolute_url() if len(inside) == 1 else reverse("rooms:my_bookings")
        notify(kind, [agent], **said, url=url)
