"""The bar of each found room: its hours of one day, what is taken of them, and the time that is wanted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.safestring import SafeString

from core.people.models import Agent
from rooms.models import Site
from rooms.pages.calendar import kept
from rooms.pages.calendar.columns import Maker, opening
from rooms.pages.calendar.html import assembled
from rooms.pages.calendar.kept import DayKey, DayRows
from rooms.pages.calendar.rows import ShownRoom, quarter_of
from rooms.pages.calendar.visibility import AnyReader, Reader
from rooms.pages.calendar.weeks_of_rooms import strip_html
from rooms.pages.calendar.window import Day, Window, widest
from rooms.permissions import Levels

# In each process: a hundred kilobytes each, of a hundred and fifty rooms.
KEPT = 16


@dataclass(frozen=True)
class Bars:
    """By the room's number; `hours` label the quarters from the first one on, `rows` says how many there are."""

    of: dict[int, SafeString]
    hours: SafeString
    rows: int


@dataclass(frozen=True)
class Frame:
    """What the bars of a page share: the hours from the first opening to the last closing, the quarters wanted."""

    opens: int
    closes: int
    wanted: tuple[int, int]

    def window(self, rows: DayRows) -> Window:
        return Window(rows.bounds, self.opens, self.closes, [self.wanted])


def bars_of(
    rooms: Collection[int], start: datetime, end: datetime, *, sites: Sequence[Site], by: Agent
) -> Bars | None:
    """Of the day of `start`, whose rows are kept: one statement, and where something has changed four more.

    None without a room; one that was deleted since it was found has none.
    """
    if not rooms:
        return None
    day = Day(timezone.localtime(start).date())
    key = kept.key_of(sites, day, timezone.localtime())
    rows, known = kept.rows_of_day(key), {site.pk: site for site in sites}
    shown = [room for room in rows.rooms if room.pk in rooms]
    if not shown:
        return None
    hours = widest(opening(room, known[room.site], day.date)[0] for room in shown)
    frame, reader = Frame(*hours, (quarter_of(start), quarter_of(end))), Reader(by)
    own = [room for room in shown if room.pk in rows.own.get(by.pk, ())]
    bars = _shared_bars(key, tuple(sites), reader.levels, frame) | _drawn(own, sites, rows, reader, frame)
    window = frame.window(rows)
    labels = [
        f'<span class="f{row + 1} t{min(row + 5, window.rows + 1)}">{label}</span>'
        for row, label in window.hours
    ]
    return Bars(bars, assembled(labels), window.rows)


@lru_cache(maxsize=KEPT)
def _shared_bars(key: DayKey, sites: tuple[Site, ...], levels: Levels, frame: Frame) -> dict[int, SafeString]:
    """Of all rooms, as all with the same rights see them; see `rooms.pages.calendar.kept`."""
    rows = kept.rows_of_day(key)
    return _drawn(rows.rooms, sites, rows, AnyReader(levels), frame)


def _drawn(
    rooms: Iterable[ShownRoom], sites: Iterable[Site], rows: DayRows, reader: Reader, frame: Frame
) -> dict[int, SafeString]:
    maker, window = Maker(reader, rows.closures), frame.window(rows)
    known = {site.pk: site for site in sites}
    first, last = (quarter - window.start for quarter in frame.wanted)
    place = first, min(last, window.rows)
    bars = {}
    for room in rooms:
        held = rows.held.get(room.pk, ())
        column = maker.column(room, known[room.site], window, held, details="", in_words=False)
        bars[room.pk] = assembled([strip_html(column, wanted=place)])
    return bars
