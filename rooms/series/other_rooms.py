"""Other rooms for the dates that are not possible: for one date, or one room for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core.people.models import Agent
from rooms.availability import occupancy, rules
from rooms.models import Booking, Room
from rooms.recurrence import longest_until
from rooms.series.book import Wanted
from rooms.series.change import Change
from rooms.series.plan import Plan, PlannedDate

# Rooms offered for a date, or for all.
OFFERED = 4
# Of those that are free, the rules are asked about the best ones: a page of a year and of 150 rooms stays quick.
LOOKED_AT = 30


def offer_rooms(
    plan: Plan, wanted: Wanted | Change, *, by: Agent, organiser: Agent, but: Iterable[Booking] = ()
) -> None:
    """Fill the plan's offers and `everywhere`, the smallest room that fits first.

    Of a booking of several rooms, the one that is barred is replaced, and no room is offered for all the dates.
    Statements: eleven at most, and one for each different set of rooms that stay beside the one replaced.
    """
    timed = [line for line in plan.lines if line.period and not line.is_skipped]
    to_offer = [(line, old) for line in timed if line.is_open and (old := line.to_replace)]
    if not to_offer:
        return
    but = list(but)
    are_several = any(len(line.rooms) > 1 for line in timed)
    rooms = _candidates(to_offer[0][1], None if are_several else wanted.attendance)
    taken = occupancy.taken(rooms, [line.period for line in timed if line.period], but)
    # By the line's place among those that have a time.
    free_at = [[room for room in rooms if (position, room.pk) not in taken] for position in range(len(timed))]
    places = {id(line): position for position, line in enumerate(timed)}
    best = {room.pk for line, _ in to_offer for room in free_at[places[id(line)]][:LOOKED_AT]}
    looked_at = [room for room in rooms if room.pk in best][: 2 * LOOKED_AT]
    known = {room.pk for room in looked_at}
    refused = _refused(looked_at, [line.period for line, _ in to_offer if line.period], by, organiser, but)
    sharing: dict[tuple[Room, ...], set[int]] = {}
    for (line, old), barred in zip(to_offer, refused, strict=True):
        several = line.rooms if len(line.rooms) > 1 else ()
        staying = tuple(room for room in several if room != _stand_in(line, old))
        if staying and staying not in sharing:
            sharing[staying] = set(Room.objects.sharing_cells_with(*staying).values_list("pk", flat=True))
        out = {old.pk, *(room.pk for room in line.rooms), *barred, *sharing.get(staying, ())}
        free = free_at[places[id(line)]]
        line.offers = [room for room in free if room.pk in known and room.pk not in out][:OFFERED]
    if are_several or len(timed) < len(plan.lines):
        return
    held = {room for _, room in taken}
    always = [room for room in rooms if room.pk not in held][:LOOKED_AT]
    refused = _refused(always, [line.period for line in timed if line.period], by, organiser, but)
    out = {room for barred in refused for room in barred}
    plan.everywhere = [room for room in always if room.pk not in out][:OFFERED]


def _stand_in(line: PlannedDate, old: Room) -> Room:
    """The room that leaves: the replaced one, or what was chosen in its place and is barred in turn."""
    return line.choice.room if line.choice and line.choice.room else old


def _candidates(wanted: Room, people: int | None) -> list[Room]:
    """Return rooms that hold as many people, of the same site first, the smallest first; then the smaller ones."""
    people = people or wanted.capacity
    rooms = list(Room.objects.bookable().select_related("site"))
    return sorted(
        rooms,
        key=lambda room: (
            room.capacity < people,
            room.site_id != wanted.site_id,
            room.capacity if room.capacity >= people else -room.capacity,
            room.name,
        ),
    )


def _refused(
    rooms: list[Room], periods: list[DateTimeTZRange], by: Agent, organiser: Agent, but: list[Booking]
) -> Sequence[Iterable[int]]:
    return rules.obstacles(
        rooms, periods, by=by, organiser=organiser, but=but, horizon=longest_until(timezone.localdate())
    )
