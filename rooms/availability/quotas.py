"""Quotas asked by themselves, of many days at once: a week's is used up whatever the hour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from core.people.models import Agent
from rooms import periods
from rooms.availability.rule_context import RuleContext

if TYPE_CHECKING:
    from rooms.models import Room


def over_quota(
    rooms: Sequence[Room], choices: Sequence[Sequence[date]], *, minutes: int, by: Agent
) -> list[set[int]]:
    """For each choice of days, the ids of the rooms whose quota does not leave so many minutes on all of them.

    Three statements, whatever the numbers; a room's managers have none there, which the caller knows.
    """
    days = [periods.whole_day(day) for choice in choices for day in choice]
    context = RuleContext(rooms, days, by=by, organiser=by, but=())
    found = []
    for choice in choices:
        weeks = Counter(day - timedelta(days=day.weekday()) for day in choice)
        found.append({room.pk for room in rooms if _is_over(room, weeks, minutes, context)})
    return found


def _is_over(room: Room, weeks: Counter[date], minutes: int, context: RuleContext) -> bool:
    quotas = [
        (room.person_quota_minutes, context.used_by_person),
        (room.direction_quota_minutes, context.used_by_direction),
    ]
    return any(
        quota is not None and used[room.pk, monday] + times * minutes > quota
        for quota, used in quotas
        for monday, times in weeks.items()
    )
