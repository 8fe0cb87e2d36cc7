"""Several bookings that end in one action."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F
from django.utils import timezone

from core.people.models import Agent
from rooms.availability import occupancy
from rooms.models import Booking
from rooms.models.bookings import State


def end_all(bookings: Sequence[Booking], state: State, *, by: Agent, reason: str) -> None:
    """They hold nothing any more: one UPDATE, one DELETE, within an action that has locked them and will tell."""
    if not bookings:
        return
    now, reason = timezone.now(), reason.strip()
    Booking.objects.filter(pk__in=[booking.pk for booking in bookings]).update(
        state=state,
        agreed_period=None,
        cancelled_at=now,
        cancelled_by=by,
        cancel_reason=reason,
        sequence=F("sequence") + 1,
    )
    for booking in bookings:
        booking.state, booking.cancelled_at, booking.cancelled_by = state, now, by
        booking.cancel_reason, booking.agreed_period = reason, None
        booking.sequence += 1
    occupancy.release(bookings)
