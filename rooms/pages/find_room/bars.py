"""The bar of each found room: its hours of one day, what is taken of them, and the time that is wanted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.safestring import SafeString

from core.people.models import Agent
from rooms.models import Site
from rooms.pages.calendar.columns import Maker, opening
from rooms.pages.calendar.day_cache import rows_of_day
from rooms.pages.calendar.html import assembled
from rooms.pages.calendar.rows import quarter_of
from rooms.pages.calendar.visibility import Reader
from rooms.pages.calendar.weeks_of_rooms import strip_html
from rooms.pages.calendar.window import Window, widest


@dataclass(frozen=True)
class Bars:
    """By the room's number; `hours` label the quarters from the first one on, `rows` says how many there are."""

    of: dict[int, SafeString]
    hours: SafeString
    rows: int


def bars_of(
    rooms: Collection[int], start: datetime, end: datetime, *, sites: Sequence[Site], by: Agent
) -> Bars | None:
    """Draw the day of `start`: one statement, and where something has changed four more.

    None without a room; one that was deleted since it was found has none.
    """
    if not rooms:
        return None
    day = timezone.localtime(start).date()
    rows, known = rows_of_day(sites, day), {site.pk: site for site in sites}
    shown = [room for room in rows.rooms if room.pk in rooms]
    if not shown:
        return None
    hours = widest(opening(room, known[room.site], day)[0] for room in shown)
    wanted = quarter_of(start), quarter_of(end)
    window = Window(rows.bounds, *hours, [wanted])
    first, last = (quarter - window.start for quarter in wanted)
    maker, bars = Maker(Reader(by), rows.closures), {}
    for room in shown:
        held = rows.held.get(room.pk, ())
        column = maker.column(room, known[room.site], window, held, details="", in_words=False)
        bars[room.pk] = assembled([strip_html(column, wanted=(first, min(last, window.rows)))])
    labels = [
        f'<span class="f{row + 1} t{min(row + 5, window.rows + 1)}">{label}</span>'
        for row, label in window.hours
    ]
    return Bars(bars, assembled(labels), window.rows)
