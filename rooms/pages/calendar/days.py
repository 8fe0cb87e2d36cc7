"""The day of all the rooms of a site, or of several sites."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from core.people.models import Agent
from core.ui import french
from rooms.models import Site
from rooms.pages.calendar import kept
from rooms.pages.calendar.columns import Grid, Maker
from rooms.pages.calendar.html import grid_html
from rooms.pages.calendar.kept import DayRows, SharedColumns
from rooms.pages.calendar.visibility import Reader
from rooms.pages.calendar.window import Day

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
    """One statement for the agent's rights and one for what has changed; where something has, four more."""
    key = kept.key_of(sites, Day(day), timezone.localtime())
    rows = kept.rows_of_day(key)
    maker = Maker(Reader(agent), rows.closures)
    shown, before = [], 0
    for site in sites:
        shared = kept.shared_columns(key, site, tuple(equipment), maker.reader.levels)
        count = len(shared.rooms)
        last = shared.rooms[-1].slug if count else ""
        shown.append(SiteDay(site, _grid(site, shared, rows, maker), unfolds(count, before), last))
        before += count
    return ShownDay(
        shown,
        sorted({name for room in rows.rooms for name in room.equipment}, key=french.plain),
        before,
        len(rows.rooms),
    )


def unfolds(rooms: int, before: int) -> bool:
    """Whether a site of so many rooms, after so many of other sites, is unfolded; the first with rooms always is."""
    return bool(rooms) and (not before or before + rooms <= UNFOLDED)


def _grid(site: Site, shared: SharedColumns, rows: DayRows, maker: Maker) -> Grid:
    """What is the agent's own is in the columns made here, the others are everybody's."""
    own, window = rows.own.get(maker.reader.agent_id, ()), shared.window
    sections = [
        kept.section(room, site, window, rows, maker) if room.pk in own else section
        for room, section in zip(shared.rooms, shared.sections, strict=True)
    ]
    now = maker.now if window.now(maker.now) is not None else None
    return Grid(grid_html(sections, window.hours), len(sections), now, window.rows)
