"""The day of all the rooms of a site, or of several sites."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from core.people.models import Agent
from core.ui import french
from rooms.models import Site
from rooms.pages.calendar import rows
from rooms.pages.calendar.columns import Grid, Maker, opening
from rooms.pages.calendar.html import grid_html
from rooms.pages.calendar.rows import Held, ShownRoom
from rooms.pages.calendar.visibility import Reader
from rooms.pages.calendar.window import Day, Window, widest

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
    """Three statements, and one for the agent's rights, however many rooms and bookings."""
    every = rows.rooms_of_sites([site.pk for site in sites], [day.weekday()])
    rooms = [room for room in every if room.has(equipment)]
    bounds = Day(day)
    reader = Reader(agent)
    held = rows.held(rooms, bounds.start, bounds.end, agent=agent.pk, managed=reader.managed)
    maker = Maker(reader, rows.shut(rooms, bounds.start, bounds.end))
    by_room: dict[int, list[Held]] = {}
    for one in held:
        # Of a neighbouring day's booking, only its cleaning may reach this one.
        if one.start < bounds.end and one.end > bounds.start:
            by_room.setdefault(one.room, []).append(one)
    shown, before = [], 0
    for site in sites:
        theirs = [room for room in rooms if room.site == site.pk]
        is_open = unfolds(len(theirs), before)
        shown.append(
            SiteDay(
                site, _grid(theirs, site, bounds, by_room, maker), is_open, theirs[-1].slug if theirs else ""
            )
        )
        before += len(theirs)
    return ShownDay(
        shown,
        sorted({name for room in every for name in room.equipment}, key=french.plain),
        len(rooms),
        len(every),
    )


def unfolds(rooms: int, before: int) -> bool:
    """Whether a site of so many rooms, after so many of other sites, is unfolded; the first with rooms always is."""
    return bool(rooms) and (not before or before + rooms <= UNFOLDED)


def _grid(
    rooms: list[ShownRoom], site: Site, bounds: Day, by_room: dict[int, list[Held]], maker: Maker
) -> Grid:
    opens, closes = widest(opening(room, site, bounds.date)[0] for room in rooms)
    window = Window(
        bounds, opens, closes, ((one.start, one.end) for room in rooms for one in by_room.get(room.pk, ()))
    )
    columns = [maker.column(room, site, window, by_room.get(room.pk, ()), anchor=room.slug) for room in rooms]
    now = maker.now if window.now(maker.now) is not None else None
    return Grid(grid_html(columns, window.hours), len(columns), now, window.rows)
