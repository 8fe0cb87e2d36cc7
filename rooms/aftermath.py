"""What follows a deed on bookings, in its transaction: whom to tell, which calendars to mend, who was waiting.

Actions call these after they wrote; nothing here decides whether the deed may be done.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.people.models import Agent
from rooms import policies
from rooms.living import offering
from rooms.models import Booking, Room
from rooms.models.bookings import State
from rooms.news import bookings as news
from rooms.news import requests

Before = tuple[Room, DateTimeTZRange]


def booked(bookings: Sequence[Booking], *, by: Agent) -> None:
    """New bookings, of one series when there are several; requests included."""
    asked = [booking for booking in bookings if booking.state == State.REQUESTED]
    if len(bookings) == 1 and not asked:
        news.tell_booked(bookings[0])
    if asked:
        requests.tell_asked(asked)


def changed(
    booking: Booking, *, by: Agent, before: Before, other_rooms: Sequence[Room] = (), reason: str = ""
) -> None:
    """Its rooms, period, title or privacy; `before` is what it held, with `other_rooms` if it held several."""
    news.tell_changed(booking, by=by, before=before, reason=reason)
    has_moved = (booking.room, booking.period) != before or booking.all_rooms[1:] != list(other_rooms)
    if has_moved and booking.state == State.REQUESTED and policies.is_organiser(by, booking):
        requests.tell_asked([booking])
    for room in (before[0], *other_rooms):
        offering.freed_by_change(room, before[1])


def accepted(booking: Booking, *, by: Agent, words: str = "") -> None:
    """A request became a booking."""
    requests.tell_accepted(booking, by=by, words=words)


def ended(bookings: Sequence[Booking], *, by: Agent | None, reason: str = "") -> None:
    """Cancelled, declined, lapsed or freed (`by` is null when nobody did it); their cells are free already."""
    for booking in bookings:
        if booking.state == State.DECLINED and by is not None and policies.can_manage_booking(by, booking):
            requests.tell_declined(booking, by=by)
        elif booking.state == State.LAPSED and booking.held_until is None:
            requests.tell_lapsed(booking)
        elif booking.state == State.CANCELLED and by is not None:
            news.tell_cancelled(booking, by=by)
    offering.freed_by(bookings)
