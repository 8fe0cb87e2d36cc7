"""Find other rooms, at the same time and with enough places, for bookings in the way of a closure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.people.models import Agent
from core.ui.french import count_of
from rooms.availability.free_rooms import Criteria, FoundRoom, free_rooms
from rooms.models import Booking, Room
from rooms.models.bookings import State
from rooms.periods import overlap, when

FEW = 6
# No slug has a colon; a blank field decides nothing.
CANCEL = ":annuler"
KEEP = ":garder"


@dataclass(frozen=True, slots=True)
class Relocation:
    """A booking in the way, the rooms that could take it (slug and words), and what is proposed."""

    booking: Booking
    when: str
    rooms: list[tuple[str, str]]
    proposed: str


def relocations(bookings: Iterable[Booking], closed: Sequence[Room], *, by: Agent) -> list[Relocation]:
    """Two of the same time are not proposed the same room. One statement for each time that has bookings."""
    closed_ids = {room.pk for room in closed}
    free: dict[tuple[object, object, int], list[FoundRoom]] = {}
    given: list[tuple[str, DateTimeTZRange]] = []
    found = []
    for booking in bookings:
        people = booking.seats_wanted
        key = (booking.period.lower, booking.period.upper, people)
        if key not in free:
            free[key] = free_rooms([booking.period], by=by, wishes=Criteria(people=people))
        rooms = [
            room
            for room in free[key]
            if room.room_id not in closed_ids and not room.must_ask and _can_move(booking, closed_ids)
        ]
        rooms.sort(key=lambda room: room.site != booking.room.site.name)
        still = [room for room in rooms if not _is_given(room.slug, booking.period, given)]
        proposed = still[0].slug if still else KEEP
        if still:
            given.append((proposed, booking.period))
        choices = [(room.slug, _described(room)) for room in rooms[:FEW]]
        if still and proposed not in dict(choices):
            choices.append((proposed, _described(still[0])))
        found.append(Relocation(booking, when(booking.period), choices, proposed))
    return found


def _can_move(booking: Booking, closed: set[int]) -> bool:
    """Return False for a booking that is only offered, or that would need several rooms elsewhere."""
    return booking.state != State.HELD and sum(room.pk in closed for room in booking.all_rooms) == 1


def _is_given(slug: str, period: DateTimeTZRange, given: list[tuple[str, DateTimeTZRange]]) -> bool:
    return any(slug == other and overlap(period, taken) for other, taken in given)


def _described(room: FoundRoom) -> str:
    return f"{room.name} ({room.site}, {count_of(room.places, 'place')})"
