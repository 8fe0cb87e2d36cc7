"""What every action on a booking's guests and services begins with."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError

from core.people.models import Agent
from rooms import access
from rooms.bookings.locking import lock_alone
from rooms.models import Booking


def lock_own(booking: Booking, *, by: Agent) -> Booking:
    """The booking as it stands, locked; raises where it is not this agent's to change, or no longer anybody's."""
    lock_alone([booking.pk])
    booking = Booking.objects.for_list().get(pk=booking.pk)
    if not (access.is_organiser(by, booking) or access.can_manage_booking(by, booking)):
        raise PermissionDenied("Cette réservation n’est pas la vôtre.")
    if not access.can_change(by, booking):
        raise ValidationError("Cette réservation est annulée ou terminée.", code="stale")
    return booking
