"""What had been agreed to of a booking that is asked for again, longer: declined, it stands as it was."""

from __future__ import annotations

from collections.abc import Collection

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from rooms.models import Booking, Room
from rooms.models.bookings import State
from rooms.periods import is_within


def agreed_of(booking: Booking, rooms: Collection[Room], period: DateTimeTZRange) -> DateTimeTZRange | None:
    """The time that was agreed to, where these rooms and this period only add to it; asked before either is written."""
    agreed = booking.period if booking.state == State.CONFIRMED else booking.agreed_period
    if agreed is None or set(rooms) != set(booking.all_rooms):
        return None
    return agreed if is_within(agreed, period) else None


def is_agreed(booking: Booking, rooms: Collection[Room], period: DateTimeTZRange) -> bool:
    """A request made as short again as what was agreed to: it awaits nobody's answer any more."""
    return (
        booking.agreed_period is not None
        and set(rooms) <= set(booking.all_rooms)
        and is_within(period, booking.agreed_period)
    )
