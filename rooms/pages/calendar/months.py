"""The month of one room: a table of weeks, each day with its first bookings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.people.models import Agent
from rooms import links
from rooms.models import Room
from rooms.pages.calendar import rows
from rooms.pages.calendar.columns import Maker, opening
from rooms.pages.calendar.rows import Held, ShownRoom
from rooms.pages.calendar.slots import Kind, Taken, slots
from rooms.pages.calendar.visibility import Reader
from rooms.pages.calendar.weeks import heading
from rooms.pages.calendar.window import Day, Window, widest

# The week's page has the others.
MOST_BOOKINGS = 4
AN_HOUR = 4


@dataclass(frozen=True)
class MonthDay:
    """One cell: what is booked, or why nothing can be; `book_url` where at least an hour is free."""

    date: date
    heading: str
    is_outside: bool
    week_url: str
    # Each with the hour of its start on that day, all there is room for.
    bookings: list[tuple[str, Taken]]
    more: int
    closed: str
    book_url: str


def month_of_room(room: Room, first: date, *, agent: Agent) -> list[list[MonthDay]]:
    """The weeks that hold the month, from Monday to Sunday; three statements, and one for the agent's rights."""
    shown = rows.room_shown(room.pk, room.site_id)
    days = [Day(day) for day in _days_around(first)]
    reader = Reader(agent)
    held = rows.held([shown], days[0].start, days[-1].end, agent=agent.pk, managed=reader.managed)
    maker = Maker(reader, rows.shut([shown], days[0].start, days[-1].end))
    found = [_month_day(day, first, shown, room, held, maker) for day in days]
    return [found[start : start + 7] for start in range(0, len(found), 7)]


def _days_around(first: date) -> Iterator[date]:
    day = first - timedelta(days=first.weekday())
    following = (first + timedelta(days=31)).replace(day=1)
    while day < following or day.weekday():
        yield day
        day += timedelta(days=1)


def _month_day(
    day: Day, first: date, shown: ShownRoom, room: Room, held: list[Held], maker: Maker
) -> MonthDay:
    today = [one for one in held if one.start < day.end and one.end > day.start]
    hours, _ = opening(shown, room.site, day.date)
    window = Window(day, *widest([hours]), ((one.start, one.end) for one in today))
    column = maker.column(shown, room.site, window, today, details="")
    bookings = [(window.labels[one.start] if one.start >= 0 else "…", one) for one in column.taken]
    closed, book_url = "", ""
    for kind, start, end, _, reason in slots(column):
        if kind is Kind.SHUT:
            closed = closed or reason
        elif kind is Kind.FREE and not book_url and end - start >= AN_HOUR:
            until = column.times[min(end, start + min(AN_HOUR, column.longest))]
            book_url = f"{column.book_prefix}{column.times[start]}&a={until}"
    if not closed and not hours:
        closed = column.closed_word
    return MonthDay(
        date=day.date,
        heading=heading(day.date),
        is_outside=day.date.month != first.month,
        week_url=links.week(room.slug, day.date),
        bookings=bookings[:MOST_BOOKINGS],
        more=max(len(bookings) - MOST_BOOKINGS, 0),
        closed=closed,
        book_url=book_url,
    )
