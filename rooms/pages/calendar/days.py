"""The day of all the rooms of a site, or of several sites.

Its rows are cached in the memory of each process until something that they show changes. They are the same for
everybody: what an agent may read of them is decided for each page.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from core import french
from core.people.models import Agent
from rooms import periods
from rooms.models import Site
from rooms.models.bookings import version_of
from rooms.pages.calendar import rows
from rooms.pages.calendar.columns import Grid, Maker, Reader, opening
from rooms.pages.calendar.rows import Day, Held, ShownRoom, Shut, Window, widest
from rooms.pages.calendar.slots import grid_html, section_html

# In each process; of fifty rooms, some five hundred kilobytes each.
DAYS = 32


def rows_of_day(sites: Sequence[Site], day: date) -> DayRows:
    """One statement for what has changed; where something has, three more."""
    return _rows_of_day(tuple(site.pk for site in sites), day, version_of(periods.whole_day(day)))


@dataclass(frozen=True)
class DayRows:
    """Everything that the columns of a day are made of, the same for all readers."""

    bounds: Day
    rooms: list[ShownRoom]
    closures: list[Shut]
    # By room.
    held: dict[int, list[Held]]


@lru_cache(maxsize=DAYS)
def _rows_of_day(sites: tuple[int, ...], day: date, version: str) -> DayRows:
    """`version` names all the changes seen so far, and was read before: these rows may be newer, never older."""
    bounds = Day(day)
    rooms = rows.rooms_of_sites(sites, [day.weekday()])
    held: dict[int, list[Held]] = {}
    for one in rows.held(rooms, bounds.start, bounds.end):
        # Of a neighbouring day's booking, only its cleaning may reach this one.
        if one.start < bounds.end and one.end > bounds.start:
            held.setdefault(one.room, []).append(one)
    return DayRows(bounds, rooms, rows.shut(rooms, bounds.start, bounds.end), held)


# Of several sites, the first ones are unfolded up to so many rooms.
UNFOLDED = 20
# More columns than this and the grid scrolls sideways, its edge and the number of hidden rooms in sight.
FITS = 8


@dataclass(frozen=True)
class SiteDay:
    """One site and its grid; of several, some are folded."""

    site: Site
    grid: Grid
    is_open: bool
    # The slug of the last room, where the link to those that are hidden leads.
    last: str

    @property
    def hidden(self) -> int:
        """How many rooms stand beyond the edge of an ordinary screen."""
        return max(0, self.grid.columns - FITS)


@dataclass(frozen=True)
class Shown[T]:
    """The sites of a page, and the equipment that its filter offers: of all their rooms, chosen or not."""

    sites: list[T]
    equipment: list[str]
    # How many rooms the filter leaves, of how many.
    kept: int
    total: int

    @classmethod
    def of(cls, sites: list[T], kept: int, rooms: Sequence[ShownRoom]) -> Shown[T]:
        equipment = sorted({name for room in rooms for name in room.equipment}, key=french.plain)
        return cls(sites, equipment, kept, len(rooms))


def day_of_sites(
    sites: Sequence[Site], day: date, *, agent: Agent, equipment: Collection[str] = ()
) -> Shown[SiteDay]:
    """Two statements for what the agent may do and read, one for what has changed; where something has, three more."""
    known = rows_of_day(sites, day)
    every = [one for theirs in known.held.values() for one in theirs]
    maker = Maker(Reader(agent, every), known.closures)
    shown, before = [], 0
    for site in sites:
        rooms = [room for room in known.rooms if room.site == site.pk and room.has(equipment)]
        last = rooms[-1].slug if rooms else ""
        shown.append(SiteDay(site, _grid(site, rooms, known, maker), unfolds(len(rooms), before), last))
        before += len(rooms)
    return Shown.of(shown, before, known.rooms)


def unfolds(rooms: int, before: int) -> bool:
    """Whether a site of so many rooms, after so many of other sites, is unfolded; the first with rooms always is."""
    return bool(rooms) and (not before or before + rooms <= UNFOLDED)


def _grid(site: Site, rooms: Sequence[ShownRoom], known: DayRows, maker: Maker) -> Grid:
    opens, closes = widest(opening(room, site, known.bounds.date)[0] for room in rooms)
    shown = ((one.start, one.end) for room in rooms for one in known.held.get(room.pk, ()))
    window = Window(known.bounds, opens, closes, shown)
    sections = [
        section_html(maker.column(room, site, window, known.held.get(room.pk, ()), anchor=room.slug))
        for room in rooms
    ]
    now = maker.now if window.now(maker.now) is not None else None
    return Grid(grid_html(sections, window.hours), len(sections), now, window.rows)
