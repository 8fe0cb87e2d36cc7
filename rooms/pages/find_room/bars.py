"""The bar of each found room: its hours of one day, what is taken of them, and the time that is wanted."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.safestring import SafeString

from core.people.models import Agent
from rooms.models import Site
from rooms.pages.calendar import rows
from rooms.pages.calendar.columns import Maker, opening
from rooms.pages.calendar.html import assembled
from rooms.pages.calendar.visibility import Reader
from rooms.pages.calendar.weeks_of_rooms import strip_html
from rooms.pages.calendar.window import Day, Window, widest


@dataclass(frozen=True)
class Bars:
    """By the room's number; `hours` label the quarters from the first one on, `rows` says how many there are."""

    of: dict[int, SafeString]
    hours: SafeString
    rows: int


def bars_of(
    rooms: Collection[int], start: datetime, end: datetime, *, sites: Iterable[Site], by: Agent
) -> Bars | None:
    """Of the day of `start`; three statements, whatever the numbers. None without a room."""
    if not rooms:
        return None
    start, end = timezone.localtime(start), timezone.localtime(end)
    day, known = Day(start.date()), {site.pk: site for site in sites}
    shown = [room for room in rows.rooms_of_sites(list(known), [start.weekday()]) if room.pk in rooms]
    reader = Reader(by)
    found: dict[int, list[rows.Held]] = {}
    for one in rows.held(shown, day.start, day.end, agent=by.pk, managed=reader.managed):
        if one.start < day.end and one.end > day.start:
            found.setdefault(one.room, []).append(one)
    maker = Maker(reader, rows.shut(shown, day.start, day.end))
    wanted = (rows.quarter_of(start), rows.quarter_of(end))
    opens, closes = widest(opening(room, known[room.site], day.date)[0] for room in shown)
    window = Window(day, opens, closes, [wanted])
    place = (wanted[0] - window.start, min(wanted[1] - window.start, window.rows))
    bars = {}
    for room in shown:
        column = maker.column(
            room, known[room.site], window, found.get(room.pk, ()), details="", in_words=False
        )
        bars[room.pk] = assembled([strip_html(column, wanted=place)])
    hours = [
        f'<span class="f{row + 1} t{min(row + 5, window.rows + 1)}">{label}</span>'
        for row, label in window.hours
    ]
    return Bars(bars, assembled(hours), window.rows)
