"""The rows of a day, cached in the memory of each process until something that they show changes.

They are the same for everybody: what an agent may read of them is decided for each page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from rooms import periods
from rooms.models import Site
from rooms.models.calendar_changes import version_of
from rooms.pages.calendar import rows
from rooms.pages.calendar.rows import Held, ShownRoom, Shut
from rooms.pages.calendar.window import Day

# In each process; of fifty rooms, some five hundred kilobytes each.
DAYS = 32


class DayKey(NamedTuple):
    """`version` names all the changes seen so far, and is read before the rows: these may be newer, never older."""

    sites: tuple[int, ...]
    day: date
    version: str


def rows_of_day(sites: Sequence[Site], day: date) -> DayRows:
    """One statement for what has changed; where something has, three more."""
    return _rows_of_day(DayKey(tuple(site.pk for site in sites), day, version_of(periods.whole_day(day))))


@dataclass(frozen=True)
class DayRows:
    """Everything that the columns of a day are made of, whoever reads them."""

    bounds: Day
    rooms: list[ShownRoom]
    closures: list[Shut]
    # By room.
    held: dict[int, list[Held]]


@lru_cache(maxsize=DAYS)
def _rows_of_day(key: DayKey) -> DayRows:
    bounds = Day(key.day)
    rooms = rows.rooms_of_sites(key.sites, [key.day.weekday()])
    held: dict[int, list[Held]] = {}
    for one in rows.held(rooms, bounds.start, bounds.end):
        # Of a neighbouring day's booking, only its cleaning may reach this one.
        if one.start < bounds.end and one.end > bounds.start:
            held.setdefault(one.room, []).append(one)
    return DayRows(bounds, rooms, rows.shut(rooms, bounds.start, bounds.end), held)
