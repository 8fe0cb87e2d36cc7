"""The rows of the calendar pages, read by one statement a kind, whatever the number of rooms and bookings.

Plain SQL: of a page of 50 rooms, composing these by the ORM and reading hundreds of datetimes cost more than the
database itself (measured). Moments come as whole quarters of an hour since 1970, clocks as minutes since midnight.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core import french
from rooms import periods
from rooms.availability.rule_context import closures_by_room

SECONDS = 900
# Reads as an agent to whom nothing belongs.
NOBODY = 0


class ShownRoom(NamedTuple):
    """A room as a column shows it; `hours` are (weekday, opens, closes) in minutes."""

    pk: int
    site: int
    slug: str
    name: str
    capacity: int
    is_step_free: bool
    is_bookable: bool
    unavailable_note: str
    everyone_may: int
    buffer_before: int
    buffer_after: int
    notice_hours: int
    ahead_days: int | None
    longest_minutes: int | None
    equipment: list[str]
    # Names of what is said not to work; empty for a problem of the room itself.
    broken: list[str]
    hours: list[list[int]]

    def hours_on(self, weekday: int) -> tuple[int, int] | None:
        for day, opens, closes in self.hours:
            if day == weekday:
                return opens, closes
        return None

    def has(self, wanted: Collection[str]) -> bool:
        """All that equipment, in working order."""
        return all(name in self.equipment and name not in self.broken for name in wanted)


class Held(NamedTuple):
    """A booking as it stands in one room's column.

    `blocked_from` to `blocked_to` is what it keeps from others there. `through` names the room that it was booked
    for when that is only a part of this one, or the whole of it.
    """

    room: int
    start: int
    end: int
    blocked_from: int
    blocked_to: int
    reference: str
    title: str
    is_private: bool
    state: str
    booked_room: int
    everyone_may: int
    organiser: int
    booked_by: int | None
    first_name: str
    last_name: str
    is_of_series: bool
    through: str


class Shut(NamedTuple):
    """A closure of one room."""

    room: int
    start: int
    end: int
    reason: str


def quarter_of(moment: datetime) -> int:
    """Whole quarters of an hour since 1970, UTC."""
    return int(moment.timestamp()) // SECONDS


def rooms_of_sites(sites: Sequence[int], weekdays: Sequence[int]) -> list[ShownRoom]:
    """By name; of the weekdays' hours only."""
    wanted = {"sites": list(sites), "weekdays": list(weekdays), "room": None}
    return [ShownRoom(*row) for row in _rows(ROOMS, wanted)]


def room_shown(room: int, site: int) -> ShownRoom:
    wanted = {"sites": [site], "weekdays": list(range(7)), "room": room}
    return ShownRoom(*_rows(ROOMS, wanted)[0])


def held(rooms: Sequence[ShownRoom], start: int, end: int) -> list[Held]:
    """Each booking once in each room that it blocks, in the order of its start."""
    if not rooms:
        return []
    found: list[Held] = []
    last_room, reference = 0, ""
    for row in _rows(HELD, {"rooms": [room.pk for room in rooms], "start": start, "end": end}):
        if row[0] == last_room and row[5] == reference:
            # It holds several cells of the room, perhaps with other buffers; they come one after the other.
            one = found[-1]
            found[-1] = one._replace(
                blocked_from=min(one.blocked_from, row[3]),
                blocked_to=max(one.blocked_to, row[4]),
                through=one.through and row[-1],
            )
        else:
            last_room, reference = row[0], row[5]
            found.append(Held._make(row))
    return found


def shut(rooms: Sequence[ShownRoom], start: int, end: int) -> list[Shut]:
    """The closures of these rooms that stand in that time."""
    during = DateTimeTZRange(*(datetime.fromtimestamp(quarter * SECONDS, UTC) for quarter in (start, end)))
    closing = closures_by_room(rooms, during).items()
    every = [
        Shut(room, quarter_of(one.period.lower), quarter_of(one.period.upper), one.reason)
        for room, closures in closing
        for one in closures
    ]
    return sorted(every, key=lambda one: one.start)


def _rows(statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


ROOMS = """
    SELECT room.id, room.site_id, room.slug, room.name, room.capacity, room.is_step_free,
           room.is_bookable, room.unavailable_note, room.everyone_may, room.buffer_before, room.buffer_after,
           room.notice_hours, room.ahead_days, room.longest_minutes,
           ARRAY(
               SELECT equipment.name FROM rooms_room_equipment own
               JOIN rooms_equipment equipment ON equipment.id = own.equipment_id
               WHERE own.room_id = room.id ORDER BY equipment.name
           ),
           ARRAY(
               SELECT coalesce(equipment.name, '') FROM rooms_roomproblem problem
               LEFT JOIN rooms_equipment equipment ON equipment.id = problem.equipment_id
               WHERE problem.room_id = room.id AND problem.fixed_at IS NULL
           ),
           ARRAY(
               SELECT ARRAY[
                   hours.weekday,
                   (extract(hour FROM opens_at) * 60 + extract(minute FROM opens_at))::int,
                   (extract(hour FROM closes_at) * 60 + extract(minute FROM closes_at))::int
               ]
               FROM rooms_openinghours hours
               WHERE hours.room_id = room.id AND hours.weekday = ANY(%(weekdays)s)
           )
    FROM rooms_room room
    WHERE room.site_id = ANY(%(sites)s) AND (%(room)s::bigint IS NULL OR room.id = %(room)s)
    ORDER BY plain_text(room.name), room.id
"""
HELD = """
    SELECT cells.room_id,
           (date_part('epoch', lower(booking.period)) / 900)::int,
           (date_part('epoch', upper(booking.period)) / 900)::int,
           (date_part('epoch', lower(held.blocked_during)) / 900)::int,
           (date_part('epoch', upper(held.blocked_during)) / 900)::int,
           booking.reference, booking.title, booking.is_private, booking.state, booking.room_id,
           booked.everyone_may, booking.organiser_id, booking.booked_by_id, organiser.first_name, organiser.last_name,
           booking.series_id IS NOT NULL,
           CASE WHEN booking.room_id = cells.room_id THEN '' ELSE (
               SELECT CASE WHEN bool_or(theirs.id = cells.room_id) THEN '' ELSE min(theirs.name) END
               FROM rooms_room theirs
               JOIN rooms_room_cells their_cells
                    ON their_cells.room_id = theirs.id AND their_cells.cell_id = held.cell_id
               WHERE theirs.id = booking.room_id OR EXISTS (
                   SELECT FROM rooms_booking_other_rooms others
                   WHERE others.booking_id = booking.id AND others.room_id = theirs.id
               )
           ) END
    FROM rooms_room_cells cells
    JOIN rooms_occupancy held ON held.cell_id = cells.cell_id
         AND held.blocked_during
             && tstzrange(to_timestamp(%(start)s::bigint * 900), to_timestamp(%(end)s::bigint * 900))
    JOIN rooms_booking booking ON booking.id = held.booking_id
    JOIN rooms_room booked ON booked.id = booking.room_id
    JOIN people_agent organiser ON organiser.id = booking.organiser_id
    WHERE cells.room_id = ANY(%(rooms)s)
    ORDER BY lower(booking.period), booking.id, cells.room_id
"""


# Without any opening hours, something must be shown.
USUAL_HOURS = (8 * 60, 18 * 60)


class Day:
    """From midnight to midnight, in quarters since 1970: 92 or 100 of them when the clocks change."""

    def __init__(self, day: date) -> None:
        self.date = day
        self.start, self.end = _bounds(day)

    def quarter(self, minutes: int) -> int:
        """The quarter at which the town's clock shows that time (1440: the midnight that ends the day)."""
        if self.end - self.start == 96:
            return self.start + minutes // 15
        if minutes >= 24 * 60:
            return self.end
        return quarter_of(periods.at(self.date, time(minutes // 60, minutes % 60)))

    def seen(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the part of a booking to show on this day: all of it, or of several days' its first or last quarter.

        A day that it fills from end to end says so whatever the hours shown.
        """
        if start >= self.start and end <= self.end:
            return start, end
        if start > self.start:
            return start, start + 1
        return (end - 1, end) if end < self.end else None


@lru_cache(maxsize=64)
def _bounds(day: date) -> tuple[int, int]:
    whole = periods.whole_day(day)
    return quarter_of(whole.lower), quarter_of(whole.upper)


class Window:
    """The quarters shown of one day, from the first opening to the last closing or booking, by whole hours.

    Positions count from `start`, from 0 to `rows`.
    """

    def __init__(self, day: Day, opens: int, closes: int, held: Iterable[tuple[int, int]] = ()) -> None:
        self.day = day
        start, end = day.quarter(opens), day.quarter(closes)
        for held_from, held_to in held:
            if seen := day.seen(held_from, held_to):
                start, end = min(start, seen[0]), max(end, seen[1])
        self.start, self.times, self.labels, self.hours = _clock(day.date, start, end)
        self.rows = len(self.labels) - 1

    def of_clock(self, minutes: int) -> int:
        return self.day.quarter(minutes) - self.start

    def now(self, now: datetime) -> int | None:
        row = quarter_of(now) - self.start
        return row if now.date() == self.day.date and 0 <= row < self.rows else None


Clock = tuple[int, tuple[str, ...], tuple[str, ...], tuple[tuple[int, str], ...]]


@lru_cache(maxsize=256)
def _clock(day: date, start: int, end: int) -> Clock:
    """Widened to whole hours: the first quarter, then for each one its time, its label, and the hours' rows."""
    first = periods.at(day, time(local(start).hour))
    last = _next_hour(local(end))
    moments = list(periods.quarters(first, min(last, periods.whole_day(day).upper)))
    times = [f"{moment:%H:%M}" for moment in moments]
    labels = [french.clock(moment) for moment in moments]
    if moments[-1].date() != day:
        times[-1], labels[-1] = "24:00", "minuit"
    hours = tuple((row, labels[row]) for row, moment in enumerate(moments[:-1]) if not moment.minute)
    return quarter_of(first), tuple(times), tuple(labels), hours


def local(quarter: int) -> datetime:
    """That moment by the town's clock."""
    return datetime.fromtimestamp(quarter * SECONDS, tz=timezone.get_default_timezone())


def _next_hour(moment: datetime) -> datetime:
    return timezone.localtime(moment + timedelta(minutes=60 - moment.minute)) if moment.minute else moment


def widest(hours: Iterable[tuple[int, int] | None]) -> tuple[int, int]:
    """From the first opening to the last closing, in minutes."""
    known = [opening for opening in hours if opening]
    if not known:
        return USUAL_HOURS
    return min(opens for opens, _ in known), max(closes for _, closes in known)
