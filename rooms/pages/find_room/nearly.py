"""Of a series: the rooms that are free at nearly all of its dates, and which dates they miss."""

from __future__ import annotations

from dataclasses import dataclass

from rooms.availability.free_rooms import FoundRoom, Looked
from rooms.pages.find_room.forms import FindForm

# So many dates are settled by hand without pain.
MOST_MISSED = 2


@dataclass(frozen=True)
class NearMiss:
    """A room that has what is asked; `missed` are positions of dates where it is taken or may not be booked."""

    room: FoundRoom
    missed: list[int]


def near_misses(form: FindForm, looked: Looked) -> list[NearMiss]:
    """The smallest first, of those that have all that is asked."""
    most = min(MOST_MISSED, len(form.periods) - 1)
    return [
        NearMiss(one.found(), sorted(looked.missed[one.room.pk]))
        for one in looked.asked
        if not one.lacks and 0 < len(looked.missed[one.room.pk]) <= most
    ]
