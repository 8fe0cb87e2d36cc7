"""What follows a deed on bookings, in its transaction: whom to tell, which calendars to mend, who was waiting.

Actions call these after they wrote; nothing here decides whether the deed may be done.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.people.models import Agent
from rooms import policies
from rooms.models import Booking, Room
from rooms.news import bookings as news

Before = tuple[Room, DateTimeTZRange]


def booked(bookings: Sequence[Booking], *, by: Agent) -> None:
    """New bookings, of one series when there are several; requests included."""
    if len(bookings) == 1:
        news.tell_booked(bookings[0])


def changed(booking: Booking, *, by: Agent, before: Before, reason: str = "") -> None:
    """Its room, period, title or privacy; `before` is what it held."""
    if policies.must_give_reason(by, booking):
        news.tell_changed(booking, by=by, before=before, reason=reason)


def ended(bookings: Sequence[Booking], *, by: Agent | None, reason: str = "") -> None:
    """Cancelled, declined, lapsed or freed (`by` is null when nobody did it); their cells are free already."""
    for booking in bookings:
        if by is not None and policies.must_give_reason(by, booking):
            news.tell_cancelled(booking, by=by)
