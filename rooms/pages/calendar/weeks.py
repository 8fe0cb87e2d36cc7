"""The week of one room, hour by hour; the week of all the rooms of sites, a strip for each room and day.

The latter is a table, unlike the day: each cell is one short answer, and « room, day » is what one looks for.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from django.utils.safestring import SafeString

from core import french
from core.french import NBSP
from core.people.models import Agent
from rooms import links
from rooms.models import Room, Site
from rooms.pages.calendar import rows
from rooms.pages.calendar.columns import DoorReader, Grid, Maker, Reader, opening
from rooms.pages.calendar.days import Shown, unfolds
from rooms.pages.calendar.rows import Day, Held, ShownRoom, Window, local, widest
from rooms.pages.calendar.slots import NEVER, Column, Kind, assembled, grid_html, section_html, slots

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


AN_HOUR = 4
# A cell offers so many free stretches, of half an hour at least; the day's page has them all.
MOST_LINKS = 2
WORTH_A_LINK = 2
# The kinds that the strip colours; what is free shows its ground.
COLOURS = {
    Kind.BUSY: "b",
    Kind.MINE: "m",
    Kind.ASKED: "a",
    Kind.MINE_ASKED: "m",
    Kind.CLOSED: "c",
    Kind.SHUT: "c",
    Kind.BUFFER: "c",
    Kind.GONE: "g",
    Kind.IDLE: "g",
}


@dataclass(frozen=True)
class SiteWeek:
    """The rows of one site's table, each a room's heading and seven cells."""

    site: Site
    heads: list[tuple[str, str, bool]]
    # How many quarters of an hour a strip is wide.
    quarters: int
    html: SafeString
    rooms: int
    is_open: bool


def week_of_sites(
    sites: Sequence[Site], monday: date, *, agent: Agent, equipment: Collection[str] = ()
) -> Shown[SiteWeek]:
    """Three statements, and one for the agent's rights, however many rooms and bookings."""
    week = days_of_week(monday)
    every = rows.rooms_of_sites([site.pk for site in sites], range(7))
    rooms = [room for room in every if room.has(equipment)]
    held = rows.held(rooms, week[0].start, week[-1].end)
    maker = Maker(Reader(agent), rows.shut(rooms, week[0].start, week[-1].end))
    by_cell = _by_room_and_day(held, week)
    shown, before = [], 0
    for site in sites:
        theirs = [room for room in rooms if room.site == site.pk]
        shown.append(_site_week(site, theirs, week, by_cell, maker, is_open=unfolds(len(theirs), before)))
        before += len(theirs)
    return Shown.of(shown, len(rooms), every)


def _site_week(
    site: Site,
    rooms: list[ShownRoom],
    week: list[Day],
    by_cell: dict[tuple[int, int], list[Held]],
    maker: Maker,
    *,
    is_open: bool,
) -> SiteWeek:
    opens, closes = widest(opening(room, site, day.date)[0] for room in rooms for day in week)
    windows = [Window(day, opens, closes) for day in week]
    addresses_of_days = [links.day(site.slug, day.date) for day in week]
    parts = []
    for room in rooms:
        head = f'<a href="{maker.room_prefix}{escape(room.slug)}/semaine/?le={week[0].date}">{escape(room.name)}</a>'
        parts.append(f'<tr><th scope="row">{head}</th>')
        for window, address in zip(windows, addresses_of_days, strict=True):
            today = by_cell.get((room.pk, window.day.start), ())
            column = maker.column(room, site, window, today, details="", in_words=False)
            now = maker.quarter_now - window.start
            parts.append(f"<td>{_cell(column, f'{escape(address)}#{escape(room.slug)}', now)}</td>")
        parts.append("</tr>")
    heads = [
        (heading(day.date), address, day.date == maker.now.date())
        for day, address in zip(week, addresses_of_days, strict=True)
    ]
    return SiteWeek(site, heads, windows[0].rows, assembled(parts), len(rooms), is_open)


def _by_room_and_day(held: Iterable[Held], week: Sequence[Day]) -> dict[tuple[int, int], list[Held]]:
    """By room and the first quarter of the day; a booking of several days is in each."""
    starts = [day.start for day in week]
    found: dict[tuple[int, int], list[Held]] = {}
    for one in held:
        number = max(bisect_right(starts, one.start) - 1, 0)
        while number < len(starts) and starts[number] < one.end and one.start < week[number].end:
            found.setdefault((one.room, starts[number]), []).append(one)
            number += 1
    return found


def _cell(column: Column, day_address: str, now: int) -> str:
    """The strip for the eyes, then the free stretches in words, each a link; `now` as a position in the column."""
    free, taken, is_shut = [], 0, ""
    for kind, start, end, booking, reason in slots(column):
        if kind is Kind.FREE:
            free.append((start, end))
        else:
            taken += booking is not None
            is_shut = is_shut or reason
    return f"{strip_html(column)}{_words(column, free, taken, is_shut, day_address, now)}"


def strip_html(column: Column, *, wanted: tuple[int, int] | None = None) -> str:
    """The day as a bar, for eyes only; `wanted` is circled."""
    parts = [
        f'<span class="{COLOURS[kind]} f{start + 1} t{end + 1}"></span>'
        for kind, start, end, _, _ in slots(column)
        if kind is not Kind.FREE
    ]
    if wanted:
        parts.append(f'<span class="want f{wanted[0] + 1} t{wanted[1] + 1}"></span>')
    return f'<div class="strip" aria-hidden="true">{"".join(parts)}</div>'


def _words(
    column: Column, free: list[tuple[int, int]], taken: int, shut: str, day_address: str, now: int
) -> str:
    offered = [stretch for stretch in free if stretch[1] - stretch[0] >= WORTH_A_LINK]
    if not offered:
        return f'<a class="all" href="{day_address}">{_nothing(column, free, taken, shut, now)}</a>'
    labels, times, prefix = column.labels, column.times, escape(column.book_prefix)
    reach = min(AN_HOUR, column.longest)
    links = [
        f'<a href="{prefix}{times[start]}&amp;a={times[min(end, start + reach)]}">'
        f"<i>Libre de </i>{labels[start]}<i> à </i><span aria-hidden='true'>–</span>{labels[end]}"
        f"<i>{NBSP}: {column.verb}</i></a>"
        for start, end in offered[:MOST_LINKS]
    ]
    more = len(offered) - MOST_LINKS
    if more > 0:
        links.append(f'<a class="all" href="{day_address}">+{NBSP}{more}<i> de plus ce jour-là</i></a>')
    return "".join(links)


def _nothing(column: Column, free: Iterable[tuple[int, int]], taken: int, shut: str, now: int) -> str:
    """Why there is no link."""
    if shut:
        return escape(shut)
    if column.opens >= column.closes and not taken:
        return escape(column.closed_word)
    if column.bookable_from >= column.closes:
        if taken:
            return f"{taken}{NBSP}réunion{'s' if taken > 1 else ''}"
        if now >= column.closes:
            return "Passé"
        return "Pas encore réservable" if column.bookable_from == NEVER else "Trop tard pour réserver"
    if not column.verb:
        return f"{taken}{NBSP}réunion{'s' if taken > 1 else ''}"
    return "Complet" if not any(free) else "Un quart d’heure par-ci, par-là"
