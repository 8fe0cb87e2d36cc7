"""Rooms free at all of some times, whatever the number of rooms, of times and of bookings: one statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core.people.models import Agent
from rooms.availability import rules
from rooms.availability.free_rooms.criteria import (
    CANDIDATES,
    COLUMNS,
    SMALLEST,
    Criteria,
    FoundRoom,
    parameters,
)
from rooms.models import Room


def free_rooms(
    periods: Sequence[DateTimeTZRange],
    *,
    by: Agent,
    wishes: Criteria | None = None,
    may_lack: int = 0,
    horizon: date | None = None,
) -> list[FoundRoom]:
    """The rooms that `by` may book, or ask for, at every one of the periods; the smallest that fits first.

    One statement, whatever the numbers; the agent's rights take one more, once a request, and a room with a quota
    asks the rules about it. What is found, `actions.book` takes: rights, hours, closures, public holidays, notice,
    window, longest duration, quotas, buffers and cells shared with other rooms. With `may_lack=1` come, after the
    others, those that miss one wish, said by `lacks`. Nothing is free in the past, nor without a period. `horizon`:
    the last day that may be asked for, where a series goes further than single bookings do.
    """
    if not periods or not by.is_active or not rules.is_possible(periods, horizon=horizon):
        return []
    asked = {**parameters(wishes or Criteria(), by=by, may_lack=may_lack), **_times(periods)}
    with connection.cursor() as cursor:
        cursor.execute(FREE_ROOMS, asked)
        rows = cursor.fetchall()
    spent = _spent([row[0] for row in rows if row[-1]], periods, by=by, horizon=horizon)
    return [_found(row) for row in rows if row[0] not in spent]


def _found(row: tuple[Any, ...]) -> FoundRoom:
    *described, is_open, lacks, is_broken, _has_quota = row
    lack = lacks[0] if lacks else ""
    # One wish missed at most: broken is that one, when it is an equipment.
    return FoundRoom(*[*described, is_open, lack, lack.isdigit() and bool(is_broken)])


def _spent(
    with_quota: list[int], periods: Sequence[DateTimeTZRange], *, by: Agent, horizon: date | None
) -> set[int]:
    """The rooms whose quota leaves no room for these periods; few have one."""
    if not with_quota:
        return set()
    rooms = list(Room.objects.filter(pk__in=with_quota).select_related("site"))
    return {room for refused in rules.obstacles(rooms, periods, by=by, horizon=horizon) for room in refused}


def _times(periods: Sequence[DateTimeTZRange]) -> dict[str, Any]:
    """The times themselves, and each different weekday, opening and closing that they need."""
    starts = [timezone.localtime(one.lower) for one in periods]
    ends = [timezone.localtime(one.upper) for one in periods]
    slots = sorted({_slot(start, end) for start, end in zip(starts, ends, strict=True)})
    return {
        "starts": starts,
        "ends": ends,
        "weekdays": [weekday for weekday, *_ in slots],
        "holidays": [is_holiday for _, is_holiday, *_ in slots],
        "opens": [opens for *_, opens, _ in slots],
        "closes": [closes for *_, closes in slots],
        "first": min(starts),
        "last": max(starts).date(),
        "longest": max((one.upper - one.lower).total_seconds() // 60 for one in periods),
    }


def _slot(start: datetime, end: datetime) -> tuple[int, bool, str, str]:
    """Weekday, public holiday or not, opening and closing; no day opens for what goes to midnight or past it."""
    closes = f"{end:%H:%M}" if end.date() == start.date() else "24:00"
    return *rules.slot_of(start.date()), f"{start:%H:%M}", closes


# The look at what is held comes last and stops at a room's first conflict. What holds a cell never overlaps: only the
# last that begins before a period's end can reach into it, one step in `occupancy_in_order` for each room and period
# (150 rooms: a seventh of what the exclusion's index takes, a third for 52 dates).
FREE_ROOMS = f"""
    WITH {CANDIDATES},
    asked AS MATERIALIZED (
        SELECT * FROM unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) AS asked (starts, ends)
    ),
    shut AS MATERIALIZED (
        {rules.SHUT} JOIN asked ON closure.period && tstzrange(asked.starts, asked.ends)
    ),
    possible AS MATERIALIZED (
        SELECT candidate.*,
               NOT EXISTS (
                   SELECT FROM unnest(%(weekdays)s::int[], %(holidays)s::bool[], %(opens)s::time[], %(closes)s::time[])
                        AS slot (weekday, is_holiday, opens, closes)
                   LEFT JOIN {rules.HOURS} AND hours.opens_at <= slot.opens AND hours.closes_at >= slot.closes
                   WHERE hours.id IS NULL
               ) AS is_open
        FROM candidate
        WHERE candidate.first_start <= %(first)s AND candidate.last_day >= %(last)s AND candidate.longest >= %(longest)s
          AND NOT EXISTS (SELECT FROM shut WHERE shut.room_id = candidate.id)
    )
    SELECT {COLUMNS}, candidate.is_open, candidate.lacks, candidate.is_broken,
           candidate.has_quota AND candidate.level < %(manage)s
    FROM possible AS candidate
    LEFT JOIN LATERAL (
        SELECT true AS is_held
        FROM asked CROSS JOIN rooms_room_cells cells
        CROSS JOIN LATERAL (
            SELECT upper(held.blocked_during) AS ends FROM rooms_occupancy held
            WHERE held.cell_id = cells.cell_id AND lower(held.blocked_during) < asked.ends + candidate.after
            ORDER BY lower(held.blocked_during) DESC LIMIT 1
        ) AS last
        WHERE cells.room_id = candidate.id AND last.ends > asked.starts - candidate.before
        LIMIT 1
    ) AS clash ON true
    WHERE clash.is_held IS NULL AND (candidate.is_open OR candidate.level >= %(manage)s)
    ORDER BY NOT candidate.is_open, cardinality(candidate.lacks), {SMALLEST}
"""  # noqa: S608  (only constants: values are parameters)
