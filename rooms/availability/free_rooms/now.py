"""« Libre maintenant »: the rooms that one can walk into, and until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core.people.models import Agent
from core.ui import french
from rooms import links, periods
from rooms.availability import rules
from rooms.availability.free_rooms.criteria import SMALLEST, FoundRoom
from rooms.models import Booking, Room, Site
from rooms.models.calendar_changes import version_of
from rooms.models.places import LONGEST_BUFFER
from rooms.permissions import Level, Levels, levels_of

# What one tap books, in minutes.
SHORT, USUAL = 30, 60


@dataclass(frozen=True, slots=True)
class FreeNow:
    """A room that is open and free from `since`, the quarter of an hour that runs, until `until` (town's time)."""

    room: FoundRoom
    since: datetime
    until: datetime

    @property
    def usual_end(self) -> datetime:
        """After an hour, or what is left."""
        return min(self.since + timedelta(minutes=USUAL), self.until)

    @property
    def book_url(self) -> str:
        """The form, filled until its usual end."""
        return links.book(self.room.slug, self.since, self.usual_end)

    @property
    def lengths(self) -> list[tuple[int, str]]:
        """What one tap offers, in minutes and in words; near its end, what is left."""
        choices = [(SHORT, "30\u00a0minutes"), (USUAL, "1\u00a0heure")]
        return [
            (minutes, words)
            for minutes, words in choices
            if self.since + timedelta(minutes=minutes) <= self.until
        ] or [(SHORT, f"jusqu’à {french.clock(self.until)}")]


class Free(NamedTuple):
    """A room that is open and that nobody holds until a moment, UTC, before the rights and limits of who asks."""

    room: FoundRoom
    site: int
    everyone_may: int
    notice_hours: int
    ahead_days: int | None
    longest_minutes: int | None
    has_quota: bool
    until: datetime


class Bookable(NamedTuple):
    """A free room, as all with the same rights may book it; `has_quota` where a quota may leave an agent less."""

    free: Free
    until: datetime
    has_quota: bool


def free_now(*, by: Agent, site: Site | None = None, limit: int | None = None) -> list[FreeNow]:
    """Rooms that `by` may book at once without asking anybody, free longest first.

    The hours are the rooms' own, for their managers too. One statement for the agent's rights, one for the version of
    what is kept in memory, and one when that has changed; rooms with a quota take two more.
    """
    if not by.is_active:
        return []
    since = periods.started_quarter(timezone.localtime())
    # UTC, whose hours are never twice the same.
    start = since.astimezone(UTC)
    bookable = _bookable(_version(start), start, levels_of(by))
    if site is not None:
        bookable = [one for one in bookable if one.free.site == site.pk]
    left = _within_quotas(bookable, start, by=by)[:limit]
    return [FreeNow(one.free.room, since, timezone.localtime(one.until)) for one in left]


def _within_quotas(bookable: list[Bookable], start: datetime, *, by: Agent) -> list[Bookable]:
    """Until what is left of the quota, where a room has one; few do."""
    counted = [one.free.room.room_id for one in bookable if one.has_quota]
    if not counted:
        return bookable
    day = timezone.localtime(start).date()
    left = rules.quota_left(Room.objects.filter(pk__in=counted), [day], by=by)
    ends = {pk: start + timedelta(minutes=minutes // 15 * 15) for (pk, _), minutes in left.items()}
    kept = [
        one._replace(until=min(one.until, ends.get(one.free.room.room_id, one.until))) for one in bookable
    ]
    return _longest_first(one for one in kept if one.until > start)


def _longest_first(bookable: Iterable[Bookable]) -> list[Bookable]:
    """Sorting is stable: the smallest first among those that are free as long."""
    return sorted(bookable, key=lambda one: one.until, reverse=True)


# What is kept, in each process: `version` names all the changes seen so far, and is read before the rooms, which may be
# newer than it says, never older. Within a quarter of an hour, only the first start of a room with a notice moves, and
# it is never now.
@lru_cache(maxsize=64)
def _bookable(version: str, start: datetime, levels: Levels) -> list[Bookable]:
    now = timezone.localtime(start)
    bookable = []
    for free in _free(version, start):
        level = levels.of_row(free.room.room_id, free.everyone_may)
        is_in_window = (
            rules.first_start(free, level, now) <= now
            and rules.last_day(free, level, now.date()) >= now.date()
        )
        if level >= Level.BOOK and is_in_window:
            longest = start + timedelta(minutes=rules.longest(free, level) // 15 * 15)
            bookable.append(Bookable(free, min(free.until, longest), free.has_quota and level < Level.MANAGE))
    return _longest_first(bookable)


@lru_cache(maxsize=4)
def _free(version: str, start: datetime) -> list[Free]:
    since = timezone.localtime(start)
    asked = {
        "since": since,
        "clock": since.time(),
        "day": since.date(),
        "midnight": periods.whole_day(since.date()).upper,
        "zone": str(periods.town_zone()),
    }
    asked["weekday"], asked["is_holiday"] = rules.slot_of(since.date())
    with connection.cursor() as cursor:
        cursor.execute(FREE_NOW, asked)
        return [Free(FoundRoom(*row[:DESCRIBED]), *row[DESCRIBED:]) for row in cursor.fetchall()]


def _version(start: datetime) -> str:
    """Of what is left of the day: what is held beyond its ends may reach into it, by a room's buffers."""
    reach = timedelta(minutes=LONGEST_BUFFER)
    midnight = periods.whole_day(timezone.localtime(start).date()).upper
    return version_of(DateTimeTZRange(start - reach, midnight + reach))


def site_of(agent: Agent) -> Site | None:
    """Where they last booked: the site that « libre maintenant » shows first."""
    last = Booking.objects.of(agent).order_by("-created_at", "-pk").select_related("room__site").first()
    return last.room.site if last else None


# How many columns describe a room, in FREE_NOW.
DESCRIBED = 10
# A look at today for each room that is open: the exclusion index answers each in one entry or two, where one look at
# everybody's day would read the whole index.
FREE_NOW = f"""
    WITH candidate AS MATERIALIZED (
        SELECT room.*, site.name AS site_name, site.is_open_on_holidays,
               GREATEST(room.capacity, (SELECT max(capacity) FROM rooms_layout WHERE room_id = room.id)) AS places
        FROM rooms_room room JOIN rooms_site site ON site.id = room.site_id
        WHERE room.is_bookable
    ),
    shut AS MATERIALIZED (
        {rules.SHUT} WHERE closure.period && tstzrange(%(since)s, %(midnight)s)
    )
    SELECT candidate.id, candidate.slug, candidate.name, candidate.site_name, candidate.floor, candidate.capacity,
           candidate.places, '', candidate.is_step_free,
           ARRAY(
               SELECT equipment.name FROM rooms_room_equipment theirs
               JOIN rooms_equipment equipment ON equipment.id = theirs.equipment_id
               WHERE theirs.room_id = candidate.id ORDER BY equipment.name
           ),
           candidate.site_id, candidate.everyone_may, candidate.notice_hours, candidate.ahead_days,
           candidate.longest_minutes,
           candidate.person_quota_minutes IS NOT NULL OR candidate.direction_quota_minutes IS NOT NULL,
           until.moment
    FROM candidate
    CROSS JOIN (SELECT %(weekday)s::int AS weekday, %(is_holiday)s::bool AS is_holiday) AS slot
    JOIN {rules.HOURS} AND hours.opens_at <= %(clock)s AND hours.closes_at > %(clock)s
    CROSS JOIN LATERAL (
        SELECT min(lower(held.blocked_during)) - make_interval(mins => candidate.buffer_after) AS begins
        FROM rooms_room_cells cells
        JOIN rooms_occupancy held ON held.cell_id = cells.cell_id
             AND held.blocked_during && tstzrange(
                 %(since)s - make_interval(mins => candidate.buffer_before),
                 %(midnight)s::timestamptz + make_interval(mins => candidate.buffer_after)
             )
        WHERE cells.room_id = candidate.id
    ) AS next
    CROSS JOIN LATERAL (
        SELECT LEAST(
                   (%(day)s::date + hours.closes_at) AT TIME ZONE %(zone)s,
                   next.begins,
                   (SELECT min(lower(shut.period)) FROM shut WHERE shut.room_id = candidate.id)
               ) AS moment
    ) AS until
    WHERE until.moment > %(since)s
    ORDER BY {SMALLEST}
"""  # noqa: S608  (only constants: values are parameters)
