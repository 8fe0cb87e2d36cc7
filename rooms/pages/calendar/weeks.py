"""The week of one room, hour by hour."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from core.people.models import Agent
from core.ui import french
from rooms import links
from rooms.models import Room, Site
from rooms.pages.calendar import rows
from rooms.pages.calendar.columns import Grid, Maker, opening
from rooms.pages.calendar.html import grid_html, section_html
from rooms.pages.calendar.rows import Held, ShownRoom
from rooms.pages.calendar.visibility import DoorReader, Reader
from rooms.pages.calendar.window import Day, Window, local, widest

LAST_QUARTER = 23 * 60 + 45


def days_of_week(monday: date) -> list[Day]:
    return [Day(monday + timedelta(days=number)) for number in range(7)]


def week_of_room(room: Room, monday: date, *, agent: Agent | None) -> Grid:
    """Seven days of one room, without an agent as anybody who passes reads them; five statements."""
    shown = rows.room_shown(room.pk, room.site_id)
    week = days_of_week(monday)
    start, end = week[0].start, week[-1].end
    held = rows.held([shown], start, end)
    maker = Maker(Reader(agent, held) if agent else DoorReader(), rows.shut([shown], start, end))
    opens, closes = _hours_shown(shown, room.site, week, held)
    columns, marks, most = [], None, 0
    for day in week:
        today = [one for one in held if one.start < day.end and one.end > day.start]
        window = Window(day, opens, closes, ((one.start, one.end) for one in today))
        # When the clocks change within the hours shown, the marks are those of the longest day.
        marks = window.hours if marks is None or len(window.hours) > len(marks) else marks
        most = max(most, window.rows)
        columns.append(
            maker.column(
                shown,
                room.site,
                window,
                today,
                heading=heading(day.date),
                heading_url=links.day(room.site.slug, day.date),
                details="Aujourd’hui" if day.date == maker.now.date() else "",
                spoken=heading(day.date),
            )
        )
    is_now = week[0].start <= maker.quarter_now < week[-1].end
    return Grid(grid_html(map(section_html, columns), marks or ()), 7, maker.now if is_now else None, most)


def heading(day: date) -> str:
    """« Jeudi 26 novembre »: the year stands above."""
    return french.with_capital(french.long_date(day).rsplit(french.NBSP, 1)[0])


def _hours_shown(room: ShownRoom, site: Site, week: list[Day], held: Iterable[Held]) -> tuple[int, int]:
    """One window for the seven days, so that the same row is the same hour in each."""
    opens, closes = widest(opening(room, site, day.date)[0] for day in week)
    for day in week:
        for one in held:
            if one.start < day.end and one.end > day.start and (seen := day.seen(one.start, one.end)):
                start, end = map(local, seen)
                opens = min(opens, start.hour * 60 + start.minute)
                closes = max(
                    closes, LAST_QUARTER if end.date() != start.date() else end.hour * 60 + end.minute
                )
    return opens, closes
