"""Offer a slot that frees: the first in line whose whole slot is free gets it held for a while.

Everything here runs in the transaction that freed the slot, so that nobody slips in between, under the locks of its
rooms: a room that one waits for shares cells with the freed one, and whoever would book it must lock it too. No other
room is locked here, or two actions would deadlock.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from core.history.context import action_context
from core.ui import locks
from rooms import periods
from rooms.availability import occupancy, rules
from rooms.availability.conflicts import violations_as_conflicts
from rooms.models import Booking, Occupancy, Room, Wait
from rooms.models.places import LONGEST_BUFFER
from rooms.waiting_list import notifications

# Of a slot that has begun, what is left must be worth the walk.
SHORTEST_REST = timedelta(minutes=30)
# An offer leaves so long to read it, even of a slot that is about to begin.
SHORTEST_OFFER = timedelta(minutes=10)
# Buffers widen what a booking keeps on both sides, and what a wait needs.
_WIDEST = timedelta(minutes=2 * LONGEST_BUFFER)
_LOCK = "rooms.offers"


def freed_by(bookings: Collection[Booking]) -> None:
    """These bookings ended: their rooms are free, and those that share cells with them."""
    if not bookings:
        return
    _close_their_waits(bookings)
    others = Booking.other_rooms.through.objects.filter(booking__in=[booking.pk for booking in bookings])
    rooms = Q(room__in={booking.room_id for booking in bookings}) | Q(room__in=others.values("room"))
    _serve(rooms, [booking.period for booking in bookings])


def freed_by_change(room: Room, *periods: DateTimeTZRange) -> None:
    """A booking, or several of a series, left this room or these periods, all or in part."""
    _serve(Q(room=room), periods)


def serve_room(room: Room) -> None:
    """Whatever freed it: a closure lifted, hours made longer, a room open again."""
    with transaction.atomic():
        occupancy.lock(room)
        _serve(Q(room=room), [])


def rooms_worth_serving() -> QuerySet[Room]:
    """Return the rooms where someone waits for a slot that nothing takes."""
    taken = Occupancy.objects.filter(cell__rooms=OuterRef("room"), blocked_during__overlap=OuterRef("period"))
    waits = _waiting(timezone.now()).filter(~Exists(taken))
    return Room.objects.filter(is_bookable=True, pk__in=waits.values("room")).order_by("pk")


def _waiting(now: datetime) -> QuerySet[Wait]:
    """In the order in which they asked; those whose slot has not too little left."""
    least = Q(period__endswith__gte=now + SHORTEST_REST) | Q(period__startswith__gt=now)
    return Wait.objects.filter(least, state=Wait.State.WAITING).order_by("asked_at", "pk")


def _serve(rooms: Q, freed: Sequence[DateTimeTZRange]) -> None:
    """One statement when nobody waits, which is nearly always."""
    through = Room.cells.through.objects
    sharing = through.filter(cell__in=through.filter(rooms).values("cell")).values("room")
    now = timezone.now()
    waits = _waiting(now).filter(room__in=sharing)
    if freed:
        first, last = min(each.lower for each in freed), max(each.upper for each in freed)
        waits = waits.filter(period__overlap=DateTimeTZRange(first - _WIDEST, last + _WIDEST))
    found = list(locks.locked(waits.select_related("room__site", "agent")))
    if not found:
        return
    # Two frees in different rooms at once: one person is not offered both.
    locks.wait_for(_LOCK)
    for wait in found:
        _offer(wait, now)


def _offer(wait: Wait, now: datetime) -> None:
    """Hold the slot for them, when it is free, allowed, and they have no other offer for that time."""
    period, room, agent = _what_is_left(wait, now), wait.room, wait.agent
    if not agent.is_active or period is None or occupancy.conflicts([room], [period]):
        return
    offers = Booking.objects.filter(state=Booking.State.HELD, organiser=agent)
    if offers.filter(period__overlap=period).exists():
        return
    try:
        rules.check_period(room, period, by=agent)
        with (
            violations_as_conflicts(room, period, by=agent),
            transaction.atomic(),
            action_context("a proposé la salle libérée"),
        ):
            booking = Booking.objects.create(
                room=room,
                organiser=agent,
                title=wait.title,
                is_private=wait.is_private,
                period=period,
                state=Booking.State.HELD,
                held_until=_until(period, now),
            )
            occupancy.hold([booking])
            wait.state, wait.booking = Wait.State.OFFERED, booking
            wait.save(update_fields=["state", "booking"])
            notifications.notify_offered(wait, booking)
    except ValidationError:
        # Out of hours, over a quota, no right any more: they stay in line, the next is asked.
        return


def _what_is_left(wait: Wait, now: datetime) -> DateTimeTZRange | None:
    start = max(wait.period.lower, periods.started_quarter(now))
    if start > wait.period.lower and wait.period.upper - start < SHORTEST_REST:
        return None
    return DateTimeTZRange(start, wait.period.upper)


def _until(period: DateTimeTZRange, now: datetime) -> datetime:
    longest = now + timedelta(hours=settings.ROOMS_OFFER_HOURS)
    return min(longest, max(period.lower, now + SHORTEST_OFFER))


def _close_their_waits(bookings: Collection[Booking]) -> None:
    """An offer that ended otherwise than by being taken: let pass, given up, or bumped."""
    offers = [booking for booking in bookings if booking.held_until]
    for state, ends in ENDS_OF_OFFERS.items():
        if ids := [offer.pk for offer in offers if offer.state == state]:
            Wait.objects.filter(booking__in=ids, state=Wait.State.OFFERED).update(state=ends)


ENDS_OF_OFFERS = {Booking.State.LAPSED: Wait.State.MISSED, Booking.State.CANCELLED: Wait.State.LEFT}
