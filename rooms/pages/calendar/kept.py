"""The day of a site as it is kept in the memory of each process, until something that it shows changes.

Two layers: the rows (`rows_of_day`), the same for everybody; the columns (`shared_columns`), the same for all who have
the same rights. What is an agent's own (they organise it, typed it for somebody, are invited to it) is in no column
that is kept: those columns are made for them alone, from the rows (`days`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from rooms import periods
from rooms.models import Site
from rooms.models.calendar_changes import version_of
from rooms.pages.calendar import rows
from rooms.pages.calendar.columns import Maker, opening
from rooms.pages.calendar.html import section_html
from rooms.pages.calendar.rows import Held, ShownRoom, Shut, quarter_of
from rooms.pages.calendar.visibility import AnyReader, Reader
from rooms.pages.calendar.window import Day, Window, widest
from rooms.permissions import Levels

# In each process; of fifty rooms, some five hundred kilobytes each.
DAYS, GRIDS = 32, 48


class DayKey(NamedTuple):
    """What is kept by this key is true for as long as it can be asked for.

    `version` names all the changes seen so far, and is read before the rows: these may be newer than it says, never
    older. `now` is a quarter of an hour: what is gone by, or too soon, changes with it alone.
    """

    # Each with whether it opens on holidays: all that the columns show of it.
    sites: tuple[tuple[int, bool], ...]
    day: date
    version: str
    now: int


def key_of(sites: Sequence[Site], bounds: Day, now: datetime) -> DayKey:
    return DayKey(
        tuple((site.pk, site.is_open_on_holidays) for site in sites),
        bounds.date,
        version_of(periods.whole_day(bounds.date)),
        quarter_of(now),
    )


@dataclass(frozen=True)
class DayRows:
    """Everything that the columns of a day are made of, whoever reads them."""

    bounds: Day
    rooms: list[ShownRoom]
    closures: list[Shut]
    # By room.
    held: dict[int, list[Held]]
    # By the reference of a booking.
    invited: dict[str, set[int]]
    other_rooms: dict[str, set[int]]
    # By agent: the rooms where something is their own.
    own: dict[int, set[int]]

    def held_in(self, room: ShownRoom, reader: Reader) -> Iterator[Held]:
        """As this reader is involved."""
        for one in self.held.get(room.pk, ()):
            yield one._replace(is_involved=True) if self._involves(one.reference, reader) else one

    def _involves(self, reference: str, reader: Reader) -> bool:
        if reader.agent_id in self.invited.get(reference, ()):
            return True
        others = self.other_rooms.get(reference)
        return others is not None and not others.isdisjoint(reader.managed)


@lru_cache(maxsize=DAYS)
def rows_of_day(key: DayKey) -> DayRows:
    bounds = Day(key.day)
    rooms = rows.rooms_of_sites([site for site, _ in key.sites], [key.day.weekday()])
    held: dict[int, list[Held]] = {}
    for one in rows.held(rooms, bounds.start, bounds.end, agent=rows.NOBODY):
        # Of a neighbouring day's booking, only its cleaning may reach this one.
        if one.start < bounds.end and one.end > bounds.start:
            held.setdefault(one.room, []).append(one)
    every = [one for theirs in held.values() for one in theirs]
    invited, other_rooms = rows.involved({one.reference for one in every})
    own: dict[int, set[int]] = {}
    for one in every:
        for agent in {one.organiser, one.booked_by, *invited.get(one.reference, ())} - {None}:
            own.setdefault(agent, set()).add(one.room)
    return DayRows(
        bounds,
        rooms,
        rows.shut(rooms, bounds.start, bounds.end),
        held,
        invited,
        other_rooms,
        own,
    )


@dataclass(frozen=True)
class SharedColumns:
    """The rooms of one site in their order, each as all with the same rights see it."""

    rooms: list[ShownRoom]
    window: Window
    sections: list[str]


@lru_cache(maxsize=GRIDS)
def shared_columns(key: DayKey, site: Site, equipment: tuple[str, ...], levels: Levels) -> SharedColumns:
    day = rows_of_day(key)
    rooms = [room for room in day.rooms if room.site == site.pk and room.has(equipment)]
    opens, closes = widest(opening(room, site, key.day)[0] for room in rooms)
    shown = ((one.start, one.end) for room in rooms for one in day.held.get(room.pk, ()))
    window = Window(day.bounds, opens, closes, shown)
    maker = Maker(AnyReader(levels), day.closures)
    return SharedColumns(rooms, window, [section(room, site, window, day, maker) for room in rooms])


def section(room: ShownRoom, site: Site, window: Window, day: DayRows, maker: Maker) -> str:
    """The column of one room, as the maker's reader may see it."""
    held = day.held_in(room, maker.reader)
    return section_html(maker.column(room, site, window, held, anchor=room.slug))
