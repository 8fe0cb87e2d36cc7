"""The demonstration's bookings, moved by whole weeks: working days stay working days."""

from datetime import datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from dematerialisation.demonstration.loading_rooms import booking_keys
from rooms import holding
from rooms.models import Booking, Occupancy

GIVES_WAY = "Place laissée à une réservation faite pendant l’essai."


def move_bookings(weeks: int) -> None:
    """Move them all at once; one that would now overlap a visitor's booking is cancelled, never the visitor's."""
    if not weeks:
        return
    bookings = list(Booking.objects.filter(submission_key__in=booking_keys()).select_related("room"))
    Occupancy.objects.filter(booking__in=bookings).delete()
    for booking in bookings:
        booking.period = DateTimeTZRange(
            later(booking.period.lower, weeks), later(booking.period.upper, weeks), "[)"
        )
        if not booking.is_cancelled and is_taken(booking):
            booking.state, booking.cancel_reason = Booking.State.CANCELLED, GIVES_WAY
            booking.cancelled_at = timezone.now()
    Booking.objects.bulk_update(bookings, ["period", "state", "cancel_reason", "cancelled_at"])
    holding.hold(bookings)


def later(moment: datetime, weeks: int) -> datetime:
    """The same wall clock of the town, whatever the season."""
    return timezone.make_aware(timezone.localtime(moment).replace(tzinfo=None) + timedelta(weeks=weeks))


def is_taken(booking: Booking) -> bool:
    return Occupancy.objects.filter(
        cell__rooms=booking.room_id, blocked_during__overlap=booking.period
    ).exists()
