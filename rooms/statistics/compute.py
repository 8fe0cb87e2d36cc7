"""The use of rooms over a period, computed by the database in a fixed number of statements.

A booking counts in each of its rooms. Freed, because nobody came, it is booked and not used: where people say that they
are there, use is real use. What is still to come is booked and not yet used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, Sum
from django.utils import timezone

from core.french import NBSP, number, plain, public_holidays, spaced
from core.people.models import Direction
from rooms import periods
from rooms.models import OpeningHours, Room, SearchTally, Site


class Opening:
    """Hours of opening of each room, site and hour of the day; one statement. Closures are not taken off."""

    def __init__(self, rooms: Sequence[Room], start: date, end: date) -> None:
        by_pk = {room.pk: room for room in rooms}
        every, working = _weekdays(start, end)
        self.rooms: dict[int, float] = defaultdict(float)
        self.sites: dict[int, float] = defaultdict(float)
        self.hours: dict[int, float] = defaultdict(float)
        rows = OpeningHours.objects.filter(room__in=by_pk)
        for pk, weekday, opens, closes in rows.values_list("room", "weekday", "opens_at", "closes_at"):
            room = by_pk[pk]
            days = every[weekday] if room.site.is_open_on_holidays else working[weekday]
            first, last = _clock(opens), _clock(closes)
            self.rooms[pk] += days * (last - first)
            self.sites[room.site_id] += days * (last - first)
            for hour in range(int(first), 24):
                if (part := days * (min(last, hour + 1) - max(first, hour))) > 0:
                    self.hours[hour] += part


def _clock(moment: time) -> float:
    return moment.hour + moment.minute / 60


def _weekdays(start: date, end: date) -> tuple[list[int], list[int]]:
    """How many of each weekday the period has, and how many of them are no public holiday."""
    every, working = [0] * 7, [0] * 7
    for nth in range((end - start).days + 1):
        day = start + timedelta(days=nth)
        every[day.weekday()] += 1
        working[day.weekday()] += day not in public_holidays()
    return every, working


_HELD = """
    chosen AS MATERIALIZED (
        SELECT id, room_id, state, organiser_id,
               greatest(lower(period), %(start)s) AS starts, least(upper(period), %(end)s) AS ends
        FROM rooms_booking
        WHERE period && tstzrange(%(start)s, %(end)s) AND state IN ('confirmed', 'freed')
    ),
    held AS MATERIALIZED (
        SELECT chosen.*, chosen.room_id AS in_room FROM chosen WHERE room_id = ANY(%(rooms)s)
        UNION ALL
        SELECT chosen.*, others.room_id AS in_room
        FROM rooms_booking_other_rooms others JOIN chosen ON chosen.id = others.booking_id
        WHERE others.room_id = ANY(%(rooms)s)
    )
"""
_SUMS = """
    count(*) AS bookings,
    coalesce(sum(extract(epoch FROM ends - starts)), 0)::float / 3600 AS booked,
    coalesce(sum(extract(epoch FROM least(ends, %(now)s) - starts))
             FILTER (WHERE state = 'confirmed' AND starts < %(now)s), 0)::float / 3600 AS used,
    count(*) FILTER (WHERE state = 'freed') AS absences
"""
BY_PLACE = f"""
    WITH {_HELD}
    SELECT GROUPING(in_room, site_id, unit) AS level, in_room AS room, site_id AS site, unit AS direction, {_SUMS}
    FROM (
        SELECT held.*, room.site_id,
               -- A service counts with the direction above it.
               CASE direction.kind WHEN 'service' THEN direction.parent_id ELSE direction.id END AS unit
        FROM held
        JOIN rooms_room room ON room.id = held.in_room
        JOIN people_agent organiser ON organiser.id = held.organiser_id
        LEFT JOIN people_direction direction ON direction.id = organiser.direction_id
    ) AS placed
    GROUP BY GROUPING SETS ((), (in_room), (site_id), (unit))
"""  # noqa: S608  (only _HELD and _SUMS, constants: values are parameters)
# By the town's clock: an hour of a night when the clocks change counts as any other.
BY_HOUR = f"""
    WITH {_HELD}
    SELECT extract(hour FROM hour)::int AS hour, {_SUMS}
    FROM (
        SELECT held.state, clock.hour,
               greatest(clock.starts, clock.hour) AT TIME ZONE %(zone)s AS starts,
               least(clock.ends, clock.hour + interval '1 hour') AT TIME ZONE %(zone)s AS ends
        FROM held
        CROSS JOIN LATERAL (
            SELECT starts AT TIME ZONE %(zone)s AS starts, ends AT TIME ZONE %(zone)s AS ends, hour
            FROM generate_series(
                date_trunc('hour', starts AT TIME ZONE %(zone)s),
                (ends - interval '1 second') AT TIME ZONE %(zone)s,
                interval '1 hour'
            ) AS hour
        ) AS clock
    ) AS parts
    GROUP BY 1
"""  # noqa: S608  (only _HELD and _SUMS, constants: values are parameters)


@dataclass(frozen=True)
class Use:
    """One room, site, hour or direction, or all; times in hours, `open_hours` None where nothing opens."""

    label: str
    bookings: int = 0
    booked: float = 0.0
    used: float = 0.0
    absences: int = 0
    open_hours: float | None = None
    key: str = ""

    @property
    def rate(self) -> int | None:
        """Hours used among the hours of opening, in percent."""
        return round(100 * self.used / self.open_hours) if self.open_hours else None

    @property
    def absence_rate(self) -> int | None:
        return round(100 * self.absences / self.bookings) if self.bookings else None

    @property
    def said_rate(self) -> str:
        return "–" if self.rate is None else spaced(f"{self.rate} %")


@dataclass(frozen=True)
class Search:
    people: int
    sought: int
    found: int

    @property
    def missed(self) -> int:
        return self.sought - self.found


@dataclass(frozen=True)
class Statistics:
    total: Use
    # By « salle », « site », « heure » and « direction ».
    by: dict[str, list[Use]]
    # The most refused first.
    searches: list[Search]


def compute_statistics(
    rooms: Sequence[Room], start: date, end: date, *, site: Site | None = None
) -> Statistics:
    """Count for these rooms (with their sites), both days included; searches of one site, or of all."""
    given = {
        "rooms": [room.pk for room in rooms],
        "start": periods.midnight(start),
        "end": periods.midnight(end + timedelta(days=1)),
        "now": timezone.now(),
        "zone": timezone.get_default_timezone_name(),
    }
    opening = Opening(rooms, start, end)
    levels: dict[int, list[Mapping[str, Any]]] = {7: [], 3: [], 5: [], 6: []}
    for row in _rows(BY_PLACE, given):
        # A bit for each column that the row does not tell apart: 7 is the total.
        levels[row["level"]].append(row)
    (total,) = levels[7]
    return Statistics(
        total=_line("Toutes ces salles", total, sum(opening.rooms.values())),
        by={
            "salle": _by_room(rooms, levels[3], opening),
            "site": _by_site(rooms, levels[5], opening),
            "heure": _by_hour(_rows(BY_HOUR, given), opening),
            "direction": _by_direction(levels[6]),
        },
        searches=_searches(start, end, site),
    )


def _rows(statement: str, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _line(label: str, row: Mapping[str, Any] | None, open_hours: float | None, key: str = "") -> Use:
    row = row or {}
    return Use(
        label,
        bookings=row.get("bookings", 0),
        booked=round(row.get("booked", 0.0), 2),
        used=round(row.get("used", 0.0), 2),
        absences=row.get("absences", 0),
        open_hours=open_hours,
        key=key,
    )


def _by_room(rooms: Sequence[Room], rows: Iterable[Mapping[str, Any]], opening: Opening) -> list[Use]:
    """Each room, those that nobody booked included; the most used first."""
    known = {row["room"]: row for row in rows}
    several = len({room.site_id for room in rooms}) > 1
    lines = [
        _line(
            f"{room.name} ({room.site.name})" if several else room.name,
            known.get(room.pk),
            opening.rooms[room.pk],
            room.slug,
        )
        for room in rooms
    ]
    return sorted(lines, key=lambda line: (-(line.rate or 0), -line.used, plain(line.label)))


def _by_site(rooms: Sequence[Room], rows: Iterable[Mapping[str, Any]], opening: Opening) -> list[Use]:
    known = {row["site"]: row for row in rows}
    sites = {room.site_id: room.site for room in rooms}
    lines = [_line(site.name, known.get(pk), opening.sites[pk], site.slug) for pk, site in sites.items()]
    return sorted(lines, key=lambda line: plain(line.label))


def _by_hour(rows: Iterable[Mapping[str, Any]], opening: Opening) -> list[Use]:
    """From the first hour when a room is open or used to the last."""
    known = {row["hour"]: row for row in rows}
    shown = sorted({*known, *opening.hours})
    if not shown:
        return []
    return [
        _line(f"{hour}{NBSP}h à {hour + 1}{NBSP}h", known.get(hour), opening.hours[hour], str(hour))
        for hour in range(shown[0], shown[-1] + 1)
    ]


def _by_direction(rows: Sequence[Mapping[str, Any]]) -> list[Use]:
    """The direction of whose booking it is, the one that used most first."""
    asked = Direction.objects.filter(pk__in=[row["direction"] for row in rows])
    names = dict(asked.values_list("pk", "name"))
    lines = [_line(names.get(row["direction"], "Sans direction"), row, None) for row in rows]
    return sorted(lines, key=lambda line: (-line.used, -line.booked, plain(line.label)))


def _searches(start: date, end: date, site: Site | None) -> list[Search]:
    """For each number of people, how often; those of one site are the searches that named it."""
    tallies = SearchTally.objects.filter(Q(site=site) if site else Q(), on__range=(start, end))
    rows = tallies.values_list("people").annotate(Sum("sought"), Sum("found"))
    searches = [Search(people, sought, found) for people, sought, found in rows.order_by("people") if sought]
    return sorted(searches, key=lambda search: (-search.missed, -search.sought, search.people))


def said_hours(hours: float) -> str:
    """« 1 234 », « 12,5 »: hours as the French write them, to the nearest quarter."""
    whole, quarters = divmod(round(hours * 4), 4)
    decimals = {0: "", 1: ",25", 2: ",5", 3: ",75"}[quarters]
    return number(whole) + decimals
