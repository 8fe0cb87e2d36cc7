"""Read what the rules need to know of rooms and dates, in at most five statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils import timezone

from core.people.models import Agent
from rooms import periods as clock
from rooms.availability.closures import closures_by_room
from rooms.models import Booking, Closure, OpeningHours, Room
from rooms.querysets import Levels, levels_of


class Use(NamedTuple):
    """Minutes used of (room id, the week's Monday)."""

    by_person: Counter[tuple[int, date]]
    by_direction: Counter[tuple[int, date]]


class RuleContext:
    """Levels, hours, closures, and the minutes already used where a room has a quota."""

    def __init__(
        self,
        rooms: Sequence[Room],
        periods: Sequence[DateTimeTZRange],
        *,
        by: Agent,
        organiser: Agent,
        but: Iterable[Booking],
    ) -> None:
        self._by = by
        self.hours = hours_of(rooms)
        self.use = minutes_used(rooms, periods, organiser=organiser, but=but)
        self.closures: dict[int, list[Closure]] = {}
        if periods:
            first, last = min(each.lower for each in periods), max(each.upper for each in periods)
            self.closures = closures_by_room(rooms, DateTimeTZRange(first, max(first, last), "[]"))

    @cached_property
    def levels(self) -> Levels:
        """Read afresh: under an action's locks, a right taken away a moment ago counts."""
        return levels_of(self._by, fresh=True)


def hours_of(rooms: Sequence[Room]) -> dict[tuple[int, int], OpeningHours]:
    """By room id and weekday; one statement."""
    hours = OpeningHours.objects.filter(room__in=rooms)
    return {(each.room_id, each.weekday): each for each in hours}


def minutes_used(
    rooms: Sequence[Room],
    periods: Sequence[DateTimeTZRange],
    *,
    organiser: Agent,
    but: Iterable[Booking] = (),
) -> Use:
    """Sum minutes booked in rooms with a quota over the weeks of these periods; a booking counts where it starts."""
    of_person, of_direction = use = Use(Counter(), Counter())
    counted = {
        room.pk
        for room in rooms
        if room.person_quota_minutes is not None or room.direction_quota_minutes is not None
    }
    if not counted or not periods:
        return use
    theirs = Q(organiser=organiser)
    if organiser.direction_id:
        theirs |= Q(organiser__direction=organiser.direction_id)
    bookings = (
        Booking.objects.holding()
        .filter(theirs, Q(room__in=counted) | Q(other_rooms__in=counted))
        .filter(period__overlap=_weeks_around(periods))
        .exclude(pk__in=[booking.pk for booking in but])
    )
    seen = set()
    for pk, room, other, organiser_id, period in bookings.values_list(
        "pk", "room", "other_rooms", "organiser", "period"
    ):
        monday = monday_of(timezone.localdate(period.lower))
        minutes = int((period.upper - period.lower).total_seconds()) // 60
        for each in {room, other} & counted:
            if (pk, each) in seen:
                continue
            seen.add((pk, each))
            of_direction[each, monday] += minutes
            if organiser_id == organiser.pk:
                of_person[each, monday] += minutes
    return use


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _weeks_around(periods: Sequence[DateTimeTZRange]) -> DateTimeTZRange:
    """From the Monday before the first to the one after the last."""
    start = monday_of(timezone.localdate(min(each.lower for each in periods)))
    end = monday_of(timezone.localdate(max(each.upper for each in periods))) + timedelta(days=7)
    return DateTimeTZRange(clock.midnight(start), clock.midnight(max(start, end)))
