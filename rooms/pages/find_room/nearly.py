"""Of a series: the rooms that are free at nearly all of its dates, and which dates they miss."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from core.people.models import Agent
from rooms.availability import occupancy, rules
from rooms.availability.free_rooms import FoundRoom, candidates
from rooms.pages.find_room.forms import FindForm

# So many dates are settled by hand without pain.
MOST_MISSED = 2
# Rooms that are looked at, those that fit best: the rules are asked about each date.
LOOKED_AT = 40


@dataclass(frozen=True)
class NearMiss:
    """A room that has what is asked; `missed` are positions of dates where it is taken or may not be booked."""

    room: FoundRoom
    missed: list[int]


def near_misses(form: FindForm, *, by: Agent, but: Collection[int]) -> list[NearMiss]:
    """The smallest first, `but` those that are free at every date; eight statements, whatever the numbers."""
    if len(form.periods) < 2:
        return []
    asked = [one for one in candidates(form.wishes, by=by) if one.room.pk not in but][:LOOKED_AT]
    rooms = [one.room for one in asked]
    if not rooms:
        return []
    missed: dict[int, set[int]] = {room.pk: set() for room in rooms}
    refusals = rules.obstacles(rooms, form.periods, by=by, horizon=form.horizon)
    for position, refused in enumerate(refusals):
        for room in refused:
            missed[room].add(position)
    for position, room in occupancy.taken(rooms, form.periods, ()):
        missed[room].add(position)
    most = min(MOST_MISSED, len(form.periods) - 1)
    return [
        NearMiss(one.found(), sorted(missed[one.room.pk]))
        for one in asked
        if 0 < len(missed[one.room.pk]) <= most
    ]
