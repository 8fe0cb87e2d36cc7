"""« Libre maintenant »: the rooms that one can walk into, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from core.people.models import Agent
from core.ui import french
from core.ui.working_days import PUBLIC_HOLIDAYS
from rooms import links, periods
from rooms.availability.free_rooms.criteria import (
    CANDIDATES,
    COLUMNS,
    SHUT,
    SMALLEST,
    Criteria,
    FoundRoom,
    parameters,
)
from rooms.models import Booking, Site

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


def free_now(
    *, by: Agent, site: Site | None = None, at: datetime | None = None, limit: int | None = None
) -> list[FreeNow]:
    """Rooms that `by` may book at once without asking anybody, free longest first; one statement, and one for rights.

    Rights, hours, closures, public holidays and buffers count; a room that is booked some hours ahead is left out.
    """
    if not by.is_active:
        return []
    since = periods.started_quarter(timezone.localtime(at))
    asked = {
        **parameters(Criteria(site=site), by=by),
        "since": since,
        "clock": since.time(),
        "weekday": since.weekday(),
        "day": since.date(),
        "midnight": periods.whole_day(since.date()).upper,
        "is_holiday": since.date() in PUBLIC_HOLIDAYS,
        "zone": str(periods.town_zone()),
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(FREE_NOW, asked)
        return [
            FreeNow(FoundRoom(*described), since, timezone.localtime(until))
            for *described, until in cursor.fetchall()
        ]


def site_of(agent: Agent) -> Site | None:
    """Where they last booked: the site that « libre maintenant » shows first."""
    last = Booking.objects.of(agent).order_by("-created_at", "-pk").select_related("room__site").first()
    return last.room.site if last else None


# A look at today for each room that is open: the exclusion index answers each in one entry or two, where one look at
# everybody's day would read the whole index.
FREE_NOW = f"""
    WITH {CANDIDATES},
    shut AS MATERIALIZED (
        {SHUT} WHERE closure.period && tstzrange(%(since)s, %(midnight)s)
    )
    SELECT {COLUMNS}, until.moment
    FROM candidate
    JOIN rooms_openinghours hours ON hours.room_id = candidate.id AND hours.weekday = %(weekday)s
         AND hours.opens_at <= %(clock)s AND hours.closes_at > %(clock)s
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
                   %(since)s + make_interval(mins => candidate.longest_minutes / 15 * 15),
                   next.begins,
                   (SELECT min(lower(shut.period)) FROM shut WHERE shut.room_id = candidate.id)
               ) AS moment
    ) AS until
    WHERE candidate.level >= %(book)s AND candidate.notice_hours = 0
      AND (candidate.is_open_on_holidays OR NOT %(is_holiday)s)
      AND until.moment > %(since)s
    ORDER BY until.moment DESC, {SMALLEST}
    LIMIT %(limit)s
"""  # noqa: S608  (only constants of criteria.py: values are parameters)
