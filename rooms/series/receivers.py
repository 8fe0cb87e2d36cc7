"""The organiser, and who typed the booking for them, are notified: of one booking, or once of several dates."""

from __future__ import annotations

from collections.abc import Sequence

from core.people.models import Agent
from rooms.bookings import notifications as of_one
from rooms.bookings.events import Held
from rooms.models import Booking, Series
from rooms.models.bookings import State
from rooms.series import notifications as of_series


def booked(bookings: Sequence[Booking], **_: object) -> None:
    """Requests are notified by `rooms.requests`."""
    sure = [booking for booking in bookings if booking.state != State.REQUESTED]
    if len(sure) == 1:
        of_one.notify_booked(sure[0])
    elif sure:
        of_series.notify_booked(sure)


def changed(booking: Booking, by: Agent, before: Held, reason: str, **_: object) -> None:
    of_one.notify_changed(booking, by=by, before=(before.room, before.period), reason=reason)


def series_changed(bookings: Sequence[Booking], by: Agent, reason: str, **_: object) -> None:
    of_series.notify_changed(bookings, by=by, reason=reason)


def series_given(series: Series, by: Agent, before: Sequence[Agent], **_: object) -> None:
    of_series.notify_given(series, by=by, before=before)


def ended(bookings: Sequence[Booking], by: Agent | None, **_: object) -> None:
    """Cancelled by someone; of those that ended otherwise, the feature that ended them notifies."""
    if by is None:
        return
    cancelled = [booking for booking in bookings if booking.state == State.CANCELLED]
    if is_of_one_series(bookings) and cancelled:
        of_series.notify_cancelled(bookings, by=by)
        return
    for booking in cancelled:
        of_one.notify_cancelled(booking, by=by)


def is_of_one_series(bookings: Sequence[Booking]) -> bool:
    """Several dates of one series that ended alike."""
    alike = {(booking.series_id, booking.state) for booking in bookings}
    return len(bookings) > 1 and len(alike) == 1 and bookings[0].series_id is not None
