"""When someone must check in at the door, and until when."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from rooms.models import Booking

OPENS_BEFORE = timedelta(minutes=15)
# A meeting of a whole day is nobody's surprise: it is never freed.
WHOLE_DAY = timedelta(hours=7)


def is_asked(booking: Booking) -> bool:
    """Whether someone must say that this meeting takes place."""
    return booking.room.needs_check_in and booking.period.upper - booking.period.lower < WHOLE_DAY


def deadline(booking: Booking) -> datetime:
    """After which the room is freed; a slot that had begun when it was booked or agreed has as long from then on."""
    patience = timedelta(minutes=settings.ROOMS_CHECK_IN_MINUTES)
    return max(booking.period.lower, booking.created_at, booking.approved_at or booking.created_at) + patience


def awaited_until(booking: Booking) -> datetime | None:
    """Until when someone must say that it takes place; nothing once that is said, or for a meeting that is over."""
    is_open = (
        booking.state == Booking.State.CONFIRMED and booking.checked_in_at is None and not booking.is_over
    )
    return deadline(booking) if is_open and is_asked(booking) else None
