"""When each room can take a meeting of some length: the nearest other times, and « dès que possible »."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core.people.models import Agent
from rooms import periods as clock
from rooms.availability import rules
from rooms.availability.free_rooms.criteria import (
    CANDIDATES,
    COLUMNS,
    SMALLEST,
    Criteria,
    FoundRoom,
    parameters,
)
from rooms.availability.rule_context import monday_of
from rooms.models import Room

QUARTER = 15  # minutes


@dataclass(frozen=True, slots=True)
class Starts:
    """Of one room, the starts that suit all the days of one choice: minutes of the town's clock, as [first, last)."""

    room: FoundRoom
    choice: int
    spans: list[tuple[int, int]]

    def nearest(self, minute: int) -> int:
        """The start nearest to that one, the later of two."""
        return min(
            (max(first, min(minute, last - QUARTER)) for first, last in self.spans),
            key=lambda start: (abs(start - minute), -start),
        )

    def before(self, minute: int) -> int | None:
        """The last start before that one."""
        return max(
            (min(last, minute) - QUARTER for first, last in self.spans if first < minute), default=None
        )

    def after(self, minute: int) -> int | None:
        """The first start after that one."""
        later = minute + QUARTER
        return min((max(first, later) for first, last in self.spans if last > later), default=None)


def free_starts(
    choices: Sequence[Sequence[date]],
    *,
    minutes: int,
    by: Agent,
    wishes: Criteria | None = None,
    horizon: date | None = None,
) -> list[Starts]:
    """For each choice of days, and each room, when a meeting of so many minutes may start on all of its days.

    One statement for all of them (and one for the agent's rights); rooms with a quota take two more. The order is
    that of the choices, then the smallest room that fits. The hours are the rooms' own, for their managers too.
    Days past, or beyond what is booked in advance (`horizon`, where a series goes
    further), leave nothing of their choice.
    """
    today = timezone.localdate()
    usual = rules.horizon_of(today)
    last = max(usual, horizon or usual)
    rows = [
        (number, day, *rules.slot_of(day))
        for number, days in enumerate(choices)
        if days and min(days) >= today and max(days) <= last
        for day in days
    ]
    if not rows or not by.is_active:
        return []
    numbers, days, weekdays, holidays = zip(*rows, strict=True)
    asked = {
        **parameters(wishes or Criteria(), by=by),
        "choices": list(numbers),
        "days": list(days),
        "weekdays": list(weekdays),
        "holidays": list(holidays),
        "minutes": minutes,
        "length": timedelta(minutes=minutes),
        "quarter": timedelta(minutes=QUARTER),
        "zone": str(clock.town_zone()),
    }
    with connection.cursor() as cursor:
        cursor.execute(FREE_STARTS, asked)
        found = cursor.fetchall()
    spent = _spent({row[0] for row in found if row[-1]}, choices, minutes=minutes, by=by)
    return [
        Starts(FoundRoom(*described), choice, [(span.lower, span.upper) for span in spans])
        for *described, choice, spans, _ in found
        if described[0] not in spent.get(choice, ())
    ]


def _spent(
    with_quota: set[int], choices: Sequence[Sequence[date]], *, minutes: int, by: Agent
) -> dict[int, set[int]]:
    """By the choice's place, the rooms whose quota leaves no room for it; few have one."""
    if not with_quota:
        return {}
    rooms = Room.objects.filter(pk__in=with_quota)
    left = rules.quota_left(rooms, [day for days in choices for day in days], by=by)
    weeks = [Counter(monday_of(day) for day in days) for days in choices]
    return {
        choice: {
            pk
            for (pk, monday), minutes_left in left.items()
            if monday in week and week[monday] * minutes > minutes_left
        }
        for choice, week in enumerate(weeks)
    }


def period_of(day: date, start: int, minutes: int) -> DateTimeTZRange | None:
    """From that minute of the day's clock; None for a time that the night of the clocks does not have, or has twice."""
    try:
        begins = clock.sure_moment(day, time(start // 60, start % 60))
    except ValidationError:
        return None
    return DateTimeTZRange(begins, begins + timedelta(minutes=minutes))


def minute_of(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


# A start is refused from (what is held − the meeting's length − the room's time to clean) to (its end + the time to
# set up): opening less all of these is what is left, as ranges of quarters. Days of one choice are then intersected,
# as minutes of the clock.
FREE_STARTS = f"""
    WITH {CANDIDATES},
    slot AS MATERIALIZED (
        SELECT * FROM unnest(%(choices)s::int[], %(days)s::date[], %(weekdays)s::int[], %(holidays)s::bool[])
             AS slot (choice, day, weekday, is_holiday)
    ),
    opening AS MATERIALIZED (
        SELECT candidate.id, candidate.before, candidate.after, slot.choice, slot.day,
               GREATEST((slot.day + hours.opens_at) AT TIME ZONE %(zone)s, candidate.first_start) AS first,
               (slot.day + hours.closes_at) AT TIME ZONE %(zone)s - %(length)s + %(quarter)s AS last
        FROM slot
        JOIN candidate ON candidate.last_day >= slot.day AND candidate.longest >= %(minutes)s
        JOIN {rules.HOURS}
    ),
    shut AS MATERIALIZED (
        {rules.SHUT}
        WHERE closure.period
              && tstzrange((SELECT min(first) FROM opening), (SELECT max(last) FROM opening) + %(length)s)
    ),
    left_over AS (
        SELECT opening.id, opening.choice, opening.day,
               tstzmultirange(tstzrange(opening.first, opening.last))
               - COALESCE(held.starts, '{{}}') - COALESCE(closed.starts, '{{}}') AS starts
        FROM opening
        CROSS JOIN LATERAL (
            SELECT range_agg(tstzrange(
                       lower(held.blocked_during) - %(length)s - opening.after + %(quarter)s,
                       upper(held.blocked_during) + opening.before
                   )) AS starts
            FROM rooms_room_cells cells
            JOIN rooms_occupancy held ON held.cell_id = cells.cell_id
                 AND held.blocked_during
                     && tstzrange(opening.first - opening.before, opening.last + %(length)s + opening.after)
            WHERE cells.room_id = opening.id
        ) AS held
        CROSS JOIN LATERAL (
            SELECT range_agg(tstzrange(lower(shut.period) - %(length)s + %(quarter)s, upper(shut.period))) AS starts
            FROM shut WHERE shut.room_id = opening.id
        ) AS closed
        WHERE opening.first < opening.last
    ),
    by_the_clock AS (
        SELECT left_over.id, left_over.choice, left_over.day, range_agg(int4range(
                   extract(epoch FROM lower(span) AT TIME ZONE %(zone)s - left_over.day)::int / 60,
                   extract(epoch FROM upper(span) AT TIME ZONE %(zone)s - left_over.day)::int / 60
               )) AS starts
        FROM left_over CROSS JOIN LATERAL unnest(left_over.starts) AS span
        GROUP BY left_over.id, left_over.choice, left_over.day
    ),
    everywhere AS (
        SELECT id, choice, range_intersect_agg(starts) AS starts
        FROM by_the_clock
        GROUP BY id, choice
        HAVING count(*) = (SELECT count(*) FROM slot WHERE slot.choice = by_the_clock.choice)
    )
    SELECT {COLUMNS}, everywhere.choice, everywhere.starts,
           candidate.has_quota AND candidate.level < %(manage)s AS counts
    FROM everywhere JOIN candidate ON candidate.id = everywhere.id
    WHERE NOT isempty(everywhere.starts)
    ORDER BY everywhere.choice, {SMALLEST}
"""  # noqa: S608  (only constants: values are parameters)
