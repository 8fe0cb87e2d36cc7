"""Rooms first, in id order, then bookings: what every action on standing bookings begins with."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError

from core.french import spaced
from core.people.models import Agent
from core.web.locks import locked
from rooms import policies
from rooms.availability import occupancy
from rooms.models import Booking, Room
from rooms.querysets import BookingQuerySet


class Moved(ValidationError):
    """A booking went to another room while the locks were awaited; a second try finds it there."""

    def __init__(self) -> None:
        super().__init__(
            spaced("Cette réservation vient d’être changée par quelqu’un d’autre : relisez-la."),
            code="stale",
        )


def lock_bookings(bookings: Sequence[Booking], *rooms: Room) -> tuple[list[Booking], dict[int, Room]]:
    """Lock the rooms that these bookings hold and the given ones, then the bookings, in id order.

    Gives the bookings as they stand now, in the order given, and the locked rooms by id, with their sites. Raises
    `Moved`.
    """
    ids = [booking.pk for booking in bookings]
    held = [room for booking in _fresh(ids) for room in booking.all_rooms]
    locked_rooms = occupancy.lock(*held, *rooms)
    lock_alone(ids)
    # Read again: it may have moved before the locks were ours.
    fresh = {booking.pk: booking for booking in _fresh(ids)}
    if any(room.pk not in locked_rooms for booking in fresh.values() for room in booking.all_rooms):
        raise Moved
    return [fresh[pk] for pk in ids], locked_rooms


def lock_booking(booking: Booking, *rooms: Room) -> tuple[Booking, dict[int, Room]]:
    [fresh], locked_rooms = lock_bookings([booking], *rooms)
    return fresh, locked_rooms


def lock_alone(ids: Sequence[int]) -> None:
    """Lock these bookings, in id order, and nothing with them.

    Joined to its organiser, a row that went to another meanwhile would be missing: PostgreSQL looks at the locked row
    again, but not at what was joined to it. Read it once it is locked.
    """
    list(locked(Booking.objects.filter(pk__in=ids).order_by("pk")).values_list("pk"))


def _fresh(ids: Sequence[int]) -> BookingQuerySet:
    return Booking.objects.filter(pk__in=ids).for_list()


def lock_own(booking: Booking, *, by: Agent) -> Booking:
    """The booking as it stands, locked; raises where it is not this agent's to change, or no longer anybody's."""
    lock_alone([booking.pk])
    booking = Booking.objects.for_list().get(pk=booking.pk)
    if not policies.is_theirs(by, booking):
        raise PermissionDenied("Cette réservation n’est pas la vôtre.")
    if not policies.can_change(by, booking):
        raise ValidationError("Cette réservation est annulée ou terminée.", code="stale")
    return booking
