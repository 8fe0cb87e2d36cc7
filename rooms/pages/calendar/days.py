"""The day of all the rooms of a site, or of several sites."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from core.people.models import Agent
from core.ui import french
from rooms.models import Site
from rooms.pages.calendar.columns import Grid, Maker, opening
from rooms.pages.calendar.day_cache import DayRows, rows_of_day
from rooms.pages.calendar.html import grid_html, section_html
from rooms.pages.calendar.rows import ShownRoom
from rooms.pages.calendar.visibility import Reader
from rooms.pages.calendar.window import Window, widest

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
class ShownDay:
    """The sites of a page, and the equipment that its filter offers: of all their rooms, chosen or not."""

    sites: list[SiteDay]
    equipment: list[str]
    # How many rooms the filter leaves, of how many.
    kept: int
    total: int


def day_of_sites(
    sites: Sequence[Site], day: date, *, agent: Agent, equipment: Collection[str] = ()
) -> ShownDay:
    """Two statements for what the agent may do and read, one for what has changed; where something has, three more."""
    rows = rows_of_day(sites, day)
    every = [one for theirs in rows.held.values() for one in theirs]
    maker = Maker(Reader(agent, every), rows.closures)
    shown, before = [], 0
    for site in sites:
        rooms = [room for room in rows.rooms if room.site == site.pk and room.has(equipment)]
        last = rooms[-1].slug if rooms else ""
        shown.append(SiteDay(site, _grid(site, rooms, rows, maker), unfolds(len(rooms), before), last))
        before += len(rooms)
    return ShownDay(
        shown,
        sorted({name for room in rows.rooms for name in room.equipment}, key=french.plain),
        before,
        len(rows.rooms),
    )


def unfolds(rooms: int, before: int) -> bool:
    """Whether a site of so many rooms, after so many of other sites, is unfolded; the first with rooms always is."""
    return bool(rooms) and (not before or before + rooms <= UNFOLDED)


def _grid(site: Site, rooms: Sequence[ShownRoom], rows: DayRows, maker: Maker) -> Grid:
    opens, closes = widest(opening(room, site, rows.bounds.date)[0] for room in rooms)
    shown = ((one.start, one.end) for room in rooms for one in rows.held.get(room.pk, ()))
    window = Window(rows.bounds, opens, closes, shown)
    sections = [
        section_html(maker.column(room, site, window, rows.held.get(room.pk, ()), anchor=room.slug))
        for room in rooms
    ]
    now = maker.now if window.now(maker.now) is not None else None
    return Grid(grid_html(sections, window.hours), len(sections), now, window.rows)
