"""Two bookings exchanged: whole, or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from core.history.context import action_context
from core.people.models import Agent
from core.ui.french import spaced
from rooms import policies
from rooms.availability import occupancy, rules
from rooms.availability.conflicts import violations_as_conflicts
from rooms.bookings import events
from rooms.bookings.actions import check_reason
from rooms.bookings.locking import lock_bookings
from rooms.bookings.moving import MOVED, move_to
from rooms.models import Booking
from rooms.querysets import levels_of


def swap(one: Booking, other: Booking, *, by: Agent, reason: str = "") -> tuple[Booking, Booking]:
    """Exchange the rooms and the times of two bookings in one statement; both must be this agent's to change."""
    if one.pk == other.pk:
        raise ValidationError("Choisissez une autre réservation que celle-ci.", code="same")
    with (
        violations_as_conflicts(one.room, one.period, by=by, but=[one, other]),
        transaction.atomic(),
        action_context("a échangé deux réservations", by=by),
    ):
        both, _ = lock_bookings([one, other])
        levels_of(by, fresh=True)
        if not all(policies.can_change(by, each) for each in both):
            raise _refused(both)
        check_reason(both, by=by, reason=reason)
        first, second = both
        before = {each.pk: events.Held.by(each) for each in both}
        _check_swap(first, second, by=by)
        places = before[second.pk], before[first.pk]
        for each, place in zip(both, places, strict=True):
            move_to(each, place.rooms, place.period, by=by)
            each.is_apart = each.series_id is not None
            each.sequence += 1
        Booking.objects.bulk_update(both, MOVED)
        if places[0].other_rooms != places[1].other_rooms:
            for each, place in zip(both, places, strict=True):
                each.other_rooms.set(place.other_rooms)
        occupancy.move(both)
        for each in both:
            events.changed.send(Booking, booking=each, by=by, before=before[each.pk], reason=reason.strip())
    return first, second


def _check_swap(first: Booking, second: Booking, *, by: Agent) -> None:
    """Each obeys the rules of the place that it takes; nobody else's booking can be in the way."""
    for moving, place in ((first, second), (second, first)):
        rooms = place.all_rooms
        rules.check_period(
            rooms[0],
            place.period,
            by=by,
            organiser=moving.organiser,
            others=rooms[1:],
            started=place.period.lower,
            but=[first, second],
        )
        if any(policies.must_ask(by, room) for room in rooms):
            raise ValidationError(
                spaced(f"La {rooms[0].called} se demande : elle ne s’échange pas sans qui la gère."),
                code="must_ask",
            )


def _refused(both: Sequence[Booking]) -> Exception:
    if any(each.is_cancelled or each.is_over for each in both):
        return ValidationError("L’une des deux réservations est annulée ou terminée.", code="stale")
    return PermissionDenied("Cette réservation n’est pas la vôtre.")
