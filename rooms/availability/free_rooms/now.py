"""« Libre maintenant »: the rooms that one can walk into, and until when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from core.people.models import Agent
from core.ui import french
from rooms import links, periods
from rooms.availability import rules
from rooms.availability.free_rooms.criteria import (
    CANDIDATES,
    COLUMNS,
    SMALLEST,
    Criteria,
    FoundRoom,
    parameters,
)
from rooms.models import Booking, Room, Site

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


def free_now(*, by: Agent, site: Site | None = None, limit: int | None = None) -> list[FreeNow]:
    """Rooms that `by` may book at once without asking anybody, free longest first; one statement, and one for rights.

    The hours are the rooms' own, for their managers too. Rooms with a quota take two more statements.
    """
    if not by.is_active:
        return []
    since = periods.started_quarter(timezone.localtime())
    asked = {
        **parameters(Criteria(site=site), by=by),
        "since": since,
        "clock": since.time(),
        "day": since.date(),
        "midnight": periods.whole_day(since.date()).upper,
        "zone": str(periods.town_zone()),
    }
    asked["weekday"], asked["is_holiday"] = rules.slot_of(since.date())
    with connection.cursor() as cursor:
        cursor.execute(FREE_NOW, asked)
        rows = cursor.fetchall()
    found = [
        (FreeNow(FoundRoom(*described), since, timezone.localtime(until)), has_quota)
        for *described, until, has_quota in rows
    ]
    return _within_quotas(found, since, by=by)[:limit]


def _within_quotas(found: list[tuple[FreeNow, bool]], since: datetime, *, by: Agent) -> list[FreeNow]:
    """Until what is left of the quota, where a room has one; few do."""
    counted = Room.objects.filter(pk__in=[free.room.room_id for free, has_quota in found if has_quota])
    if not any(has_quota for _, has_quota in found):
        return [free for free, _ in found]
    left = rules.quota_left(counted, [since.date()], by=by)
    ends = {pk: since + timedelta(minutes=minutes // 15 * 15) for (pk, _), minutes in left.items()}
    kept = [
        replace(free, until=min(free.until, ends.get(free.room.room_id, free.until))) for free, _ in found
    ]
    # Sorting is stable: the smallest first among those that are free as long.
    return sorted((free for free in kept if free.until > since), key=lambda free: free.until, reverse=True)


def site_of(agent: Agent) -> Site | None:
    """Where they last booked: the site that « libre maintenant » shows first."""
    last = Booking.objects.of(agent).order_by("-created_at", "-pk").select_related("room__site").first()
    return last.room.site if last else None


# A look at today for each room that is open: the exclusion index answers each in one entry or two, where one look at
# everybody's day would read the whole index.
FREE_NOW = f"""
    WITH {CANDIDATES},
    shut AS MATERIALIZED (
        {rules.SHUT} WHERE closure.period && tstzrange(%(since)s, %(midnight)s)
    )
    SELECT {COLUMNS}, until.moment, candidate.has_quota AND candidate.level < %(manage)s
    FROM candidate
    CROSS JOIN (SELECT %(weekday)s::int AS weekday, %(is_holiday)s::bool AS is_holiday) AS slot
    JOIN {rules.HOURS} AND hours.opens_at <= %(clock)s AND hours.closes_at > %(clock)s
    CROSS JOIN LATERAL (
        SELECT min(lower(held.blocked_during)) - candidate.after AS begins
        FROM rooms_room_cells cells
        JOIN rooms_occupancy held ON held.cell_id = cells.cell_id
             AND held.blocked_during
                 && tstzrange(%(since)s - candidate.before, %(midnight)s::timestamptz + candidate.after)
        WHERE cells.room_id = candidate.id
    ) AS next
    CROSS JOIN LATERAL (
        SELECT LEAST(
                   (%(day)s::date + hours.closes_at) AT TIME ZONE %(zone)s,
                   %(since)s + make_interval(mins => candidate.longest / 15 * 15),
                   next.begins,
                   (SELECT min(lower(shut.period)) FROM shut WHERE shut.room_id = candidate.id)
               ) AS moment
    ) AS until
    WHERE candidate.level >= %(book)s AND candidate.first_start <= %(since)s AND candidate.last_day >= %(day)s
      AND until.moment > %(since)s
    ORDER BY until.moment DESC, {SMALLEST}
"""  # noqa: S608  (only constants: values are parameters)
