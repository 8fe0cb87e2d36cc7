"""Move a booking to other rooms or another time: alone, among the dates of its series, or swapped."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core.people.models import Agent
from rooms import policies
from rooms.models import Booking, Room
from rooms.models.bookings import State
from rooms.periods import is_within

# What `move_to` and its callers set.
MOVED = [
    "room",
    "period",
    "layout",
    "state",
    "approved_at",
    "approved_by",
    "agreed_period",
    "recalled_at",
    "reminded_at",
    "checked_in_at",
    "is_apart",
    "sequence",
]


def state_of(rooms: Collection[Room], *, by: Agent) -> State:
    """Return the state of a new booking: confirmed, or requested where this agent may only ask."""
    return State.CONFIRMED if all(policies.can_book(by, room) for room in rooms) else State.REQUESTED


def only_gives_back(booking: Booking, rooms: Collection[Room], period: DateTimeTZRange) -> bool:
    """Shorter, or out of a room: nobody needs to agree again."""
    return (
        set(rooms) <= set(booking.all_rooms)
        and is_within(period, booking.period)
        # Back before now there is nothing to give.
        and (period.lower == booking.period.lower or period.lower >= timezone.now())
    )


def move_to(booking: Booking, rooms: Sequence[Room], period: DateTimeTZRange, *, by: Agent) -> None:
    """Set all that follows from these rooms, the strictest first, and this period; the rules were asked before.

    `other_rooms` and the occupancy are the caller's to write.
    """
    if period != booking.period or set(rooms) != set(booking.all_rooms):
        _settle(booking, rooms, period, by=by)
        if period.lower != booking.period.lower:
            # Someone who was there is not there at another time.
            booking.reminded_at = booking.checked_in_at = None
        if rooms[0].needs_check_in and period.lower <= timezone.now():
            # Moved into what runs: the time to say that one is there may be over already.
            booking.checked_in_at = booking.checked_in_at or timezone.now()
    booking.room, booking.period = rooms[0], period
    if booking.layout and booking.layout.room not in rooms:
        booking.layout = None


def _settle(booking: Booking, rooms: Sequence[Room], period: DateTimeTZRange, *, by: Agent) -> None:
    """Confirmed or asked for; declined, what was only made longer is what it was (`agreed_period`)."""
    agreed = _agreed(booking, rooms, period)
    # A request that left what one must ask for, or as short again as what was agreed to, awaits nobody's answer.
    if (policies.is_organiser(by, booking) and state_of(rooms, by=by) == State.CONFIRMED) or (
        booking.agreed_period
        and set(rooms) <= set(booking.all_rooms)
        and is_within(period, booking.agreed_period)
    ):
        booking.state = State.CONFIRMED
    elif any(policies.must_ask(by, room) for room in rooms) and not only_gives_back(booking, rooms, period):
        # Asked now, whenever it was booked: its managers are not recalled at once.
        booking.state, booking.recalled_at = State.REQUESTED, timezone.now()
        booking.approved_at = booking.approved_by = None
    booking.agreed_period = agreed if booking.state == State.REQUESTED else None


def _agreed(booking: Booking, rooms: Sequence[Room], period: DateTimeTZRange) -> DateTimeTZRange | None:
    """The time that was agreed to, where these rooms and this period only add to it."""
    agreed = booking.period if booking.state == State.CONFIRMED else booking.agreed_period
    if agreed is None or set(rooms) != set(booking.all_rooms):
        return None
    return agreed if is_within(agreed, period) else None
