"""What the rules must know of rooms and dates, read in at most five statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils import timezone

from core.people.models import Agent
from rooms import periods as clock
from rooms.availability.closures import closures_by_room
from rooms.models import Booking, Closure, OpeningHours, Room
from rooms.permissions import Levels, levels_of

Week = tuple[int, date]


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
        self.hours = {
            (hours.room_id, hours.weekday): hours for hours in OpeningHours.objects.filter(room__in=rooms)
        }
        self.closures: dict[int, list[Closure]] = {}
        # By (room id, the week's Monday), in minutes.
        self.used_by_person: Counter[Week] = Counter()
        self.used_by_direction: Counter[Week] = Counter()
        if periods:
            first, last = min(each.lower for each in periods), max(each.upper for each in periods)
            self.closures = closures_by_room(rooms, DateTimeTZRange(first, max(first, last), "[]"))
            self._read_use(rooms, _weeks_around(first, last), organiser, but)

    @cached_property
    def levels(self) -> Levels:
        """Read afresh: under an action's locks, a right taken away a moment ago counts."""
        return levels_of(self._by, fresh=True)

    def _read_use(
        self, rooms: Sequence[Room], span: DateTimeTZRange, organiser: Agent, but: Iterable[Booking]
    ) -> None:
        """A booking counts in the week in which it starts, in each of its rooms."""
        counted = {
            room.pk
            for room in rooms
            if room.person_quota_minutes is not None or room.direction_quota_minutes is not None
        }
        if not counted:
            return
        theirs = Q(organiser=organiser)
        if organiser.direction_id:
            theirs |= Q(organiser__direction=organiser.direction_id)
        bookings = (
            Booking.objects.holding()
            .filter(theirs, Q(room__in=counted) | Q(other_rooms__in=counted), period__overlap=span)
            .exclude(pk__in=[booking.pk for booking in but])
        )
        seen = set()
        for pk, room, other, organiser_id, period in bookings.values_list(
            "pk", "room", "other_rooms", "organiser", "period"
        ):
            monday = _monday(timezone.localdate(period.lower))
            minutes = int((period.upper - period.lower).total_seconds()) // 60
            for each in {room, other} & counted:
                if (pk, each) in seen:
                    continue
                seen.add((pk, each))
                self.used_by_direction[each, monday] += minutes
                if organiser_id == organiser.pk:
                    self.used_by_person[each, monday] += minutes


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _weeks_around(first: datetime, last: datetime) -> DateTimeTZRange:
    """From the Monday before the first period to the one after the last."""
    start, end = _monday(timezone.localdate(first)), _monday(timezone.localdate(last)) + timedelta(days=7)
    return DateTimeTZRange(clock.midnight(start), clock.midnight(max(start, end)))
