"""When a room may be booked and by whom: one booking, or many rooms and dates in as many statements.

Each rule refuses with a sentence on the field to correct. Which closures close a room: `RoomQuerySet.closed`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core.french import public_holidays
from core.people.models import Agent
from rooms import constraints
from rooms import periods as clock
from rooms.availability import refusals
from rooms.availability.refusals import Refusal, Refused
from rooms.availability.rule_context import Use, closures_by_room, hours_of, minutes_used, monday_of
from rooms.querysets import Level, Levels, RoomLike, levels_of

if TYPE_CHECKING:
    from rooms.models import Booking, Closure, OpeningHours, Room

# What the database takes.
LONGEST_MINUTES, LONGEST_DAYS = constraints.LONGEST_SECONDS // 60, constraints.LONGEST_SECONDS // 86_400


def horizon_of(today: date) -> date:
    """The last day that single bookings reach; series go further."""
    return today + timedelta(days=settings.ROOMS_HORIZON_DAYS)


def first_start(room: RoomLike, level: int, now: datetime) -> datetime:
    """The quarter of an hour that runs, or the first that leaves the room its notice: hours that really elapse."""
    if level >= Level.MANAGE or not room.notice_hours:
        return clock.started_quarter(now)
    return clock.next_quarter(now.astimezone(UTC) + timedelta(hours=room.notice_hours))


def last_day(room: RoomLike, level: int, today: date) -> date:
    """The last day of the room's own window; `horizon_of` may end before."""
    if level >= Level.MANAGE or room.ahead_days is None:
        return date.max
    return today + timedelta(days=room.ahead_days)


def longest(room: RoomLike, level: int) -> int:
    """In minutes."""
    return (room.longest_minutes if level < Level.MANAGE else None) or LONGEST_MINUTES


@lru_cache(maxsize=1024)
def closing_holiday(day: date, *, opens_on_holidays: bool) -> str:
    """The public holiday for which the rooms of a site close that day, « Noël »; empty when they keep their hours.

    `opens_on_holidays` is the site's `is_open_on_holidays`.
    """
    return "" if opens_on_holidays else str(public_holidays().get(day) or "")


def is_possible(periods: Iterable[DateTimeTZRange], *, horizon: date | None = None) -> bool:
    """Whether any room at all could be booked at each of them."""
    town = _Town(horizon)
    spans = [_Span.of(period) for period in periods]
    return not any(town.refusal(span) or _too_many_days(span) for span in spans)


def quota_left(rooms: Sequence[Room], days: Sequence[date], *, by: Agent) -> dict[tuple[int, date], int]:
    """The minutes that each room with a quota leaves this agent, by (room id, Monday) of the days; one statement.

    The room's managers have no quota there, which the caller knows.
    """
    use = minutes_used(rooms, [clock.whole_day(day) for day in days], organiser=by)
    mondays = {monday_of(day) for day in days}
    return {
        (room.pk, monday): min(left)
        for room in rooms
        for monday in mondays
        if (left := [quota - used for quota, used, _ in _quotas(room, monday, use)])
    }


def _quotas(room: Room, monday: date, use: Use) -> list[tuple[int, int, str]]:
    """Each quota of the room, the minutes of it that are used that week, and whose it is."""
    week = (room.pk, monday)
    every = [
        (room.person_quota_minutes, use.by_person[week], "chaque personne"),
        (room.direction_quota_minutes, use.by_direction[week], "chaque direction ou service"),
    ]
    return [(quota, used, whose) for quota, used, whose in every if quota is not None]


def check_period(
    room: Room,
    period: DateTimeTZRange,
    *,
    by: Agent,
    organiser: Agent | None = None,
    others: Sequence[Room] = (),
    started: datetime | None = None,
    but: Iterable[Booking] = (),
) -> None:
    """Raise ValidationError, by field, for a period that this agent may not book in this room, and in the others.

    `organiser`, when it is booked for someone else: the quotas are theirs, the rights `by`'s. `started`: the start
    that a running booking already has, which may stay in the past. `but`: bookings that the quotas must not count.
    """
    span, town = _Span.of(period), _Town()
    if refusal := town.refusal(span, started=started):
        raise refusal.as_error()
    book = _Rulebook([room, *others], [span], by=by, organiser=organiser, but=but, town=town)
    if refusal := book.of_room(room, span):
        raise Refused(refusal, room)
    for other in others:
        if refusal := book.of_room(other, span):
            field = "other_rooms" if refusal.field == "room" else refusal.field
            raise Refused(replace(refusal, field=field), other)


def check_order(period: DateTimeTZRange) -> None:
    """Check a booking made shorter: its order is the one thing left to check."""
    if refusal := _order(_Span.of(period)):
        raise refusal.as_error()


def obstacles(
    rooms: Sequence[Room],
    periods: Sequence[DateTimeTZRange],
    *,
    by: Agent,
    organiser: Agent | None = None,
    but: Iterable[Booking] = (),
    horizon: date | None = None,
    besides: Iterable[tuple[Sequence[Room], DateTimeTZRange]] = (),
) -> list[dict[int, Refusal]]:
    """Return the refusals of each room at each period: one dictionary a period, the first refusal by room id.

    A room that is missing from it may be booked then, if it is free (`occupancy.conflicts` knows). The rooms come with
    their sites. Five statements at most, whatever the numbers. Periods of one week use up its quota in their order.
    `horizon`: a series goes further than single bookings do. `besides`: what the same action takes already, which the
    quotas count.
    """
    spans, town = [_Span.of(period) for period in periods], _Town(horizon)
    book = _Rulebook(rooms, spans, by=by, organiser=organiser, but=but, town=town)
    for taken, period in besides:
        book.count(taken, _Span.of(period))
    found: list[dict[int, Refusal]] = []
    for span in spans:
        refused = {}
        everywhere = town.refusal(span)
        for room in rooms:
            if refusal := everywhere or book.of_room(room, span):
                refused[room.pk] = refusal
        found.append(refused)
    return found


@dataclass(frozen=True, slots=True)
class _Span:
    """A period by the town's clock; what all rooms ask of it is found once."""

    period: DateTimeTZRange
    start: datetime
    end: datetime
    day: date
    last_day: date
    monday: date
    clocks: tuple[time, time]

    @classmethod
    def of(cls, period: DateTimeTZRange) -> _Span:
        start, end = timezone.localtime(period.lower), timezone.localtime(period.upper)
        day = start.date()
        last_day = (end - timedelta(microseconds=1)).date()
        return cls(period, start, end, day, last_day, monday_of(day), (start.time(), end.time()))

    @property
    def minutes(self) -> int:
        return int((self.period.upper - self.period.lower).total_seconds()) // 60


def _order(span: _Span) -> Refusal | None:
    if span.end <= span.start:
        return refusals.ENDS_BEFORE_START
    if any(moment.minute % 15 or moment.second or moment.microsecond for moment in (span.start, span.end)):
        return refusals.OFF_QUARTERS
    return None


def _too_many_days(span: _Span, most: int = LONGEST_DAYS) -> Refusal | None:
    """`most` is the room's own limit, which does not bind those who manage it."""
    days = min(most, LONGEST_DAYS, settings.ROOMS_LONGEST_DAYS)
    return refusals.too_many_days(days) if (span.last_day - span.day).days >= days else None


def _opening(room: Room, span: _Span, known: Mapping[tuple[int, int], OpeningHours]) -> Refusal | None:
    if name := closing_holiday(span.day, opens_on_holidays=room.site.is_open_on_holidays):
        return refusals.holiday(room, span.day, name)
    hours = known.get((room.pk, span.day.weekday()))
    if hours is None:
        return refusals.closed_that_weekday(room, span.day.weekday())
    start, end = span.clocks
    if start < hours.opens_at:
        return refusals.out_of_hours(room, hours, field="start", too="trop tôt")
    if start >= hours.closes_at:
        return refusals.out_of_hours(room, hours, field="start", too="trop tard")
    if span.last_day != span.day and room.longest_days > 1:
        return None
    # The midnight that ends the day reads 0 h.
    if end > hours.closes_at or span.end.date() != span.day:
        return refusals.out_of_hours(room, hours, field="end", too="trop tard")
    return None


def outside_hours(rooms: Sequence[Room], periods: Sequence[DateTimeTZRange]) -> set[int]:
    """Return the ids of the rooms that are not open during all of the periods: their managers may book them then."""
    if not rooms:
        return set()
    known, spans = hours_of(rooms), [_Span.of(period) for period in periods]
    return {room.pk for room in rooms if any(_opening(room, span, known) for span in spans)}


class _Town:
    def __init__(self, horizon: date | None = None) -> None:
        self.now = timezone.localtime()
        self.today = self.now.date()
        usual = horizon_of(self.today)
        self.horizon = max(usual, horizon or usual)

    def refusal(self, span: _Span, *, started: datetime | None = None) -> Refusal | None:
        if refusal := _order(span):
            return refusal
        if span.start != started:
            if span.day < self.today:
                return refusals.PAST_DATE
            if span.start < clock.started_quarter(self.now):
                return refusals.past_hour(self.now)
        # A date of a series may stand beyond the horizon already.
        if span.day > max(self.horizon, timezone.localdate(started) if started else self.horizon):
            return refusals.beyond_horizon(self.horizon)
        return None


class _Rulebook:
    """Rules of these rooms for this agent; what they need is read at once for all the periods."""

    def __init__(
        self,
        rooms: Sequence[Room],
        spans: Sequence[_Span],
        *,
        by: Agent,
        organiser: Agent | None,
        but: Iterable[Booking],
        town: _Town,
    ) -> None:
        self.by, self.now, self.today = by, town.now, town.today
        periods = [span.period for span in spans]
        self.hours = hours_of(rooms)
        self.use = minutes_used(rooms, periods, organiser=organiser or by, but=but)
        self.closures: Mapping[int, Sequence[Closure]] = {}
        if periods:
            first, last = min(each.lower for each in periods), max(each.upper for each in periods)
            self.closures = closures_by_room(rooms, DateTimeTZRange(first, max(first, last), "[]"))

    @cached_property
    def levels(self) -> Levels:
        """Read afresh: under an action's locks, a right taken away a moment ago counts."""
        return levels_of(self.by, fresh=True)

    def of_room(self, room: Room, span: _Span) -> Refusal | None:
        if not room.is_bookable:
            return refusals.not_bookable(room)
        # Most rooms are open to all: the agent's own rights are read only where they may change the answer.
        refusal = self._at_level(room.everyone_may, room, span)
        if refusal and (own := self.levels.of(room)) > room.everyone_may:
            return self._at_level(own, room, span)
        return refusal

    def _at_level(self, level: int, room: Room, span: _Span) -> Refusal | None:
        if level < Level.ASK:
            return refusals.not_theirs(room)
        if level >= Level.MANAGE:
            return _too_many_days(span) or self._closure(room, span)
        return (
            self._window(room, level, span)
            or self._length(room, level, span)
            or _opening(room, span, self.hours)
            or self._closure(room, span)
            or self._quota(room, span)
        )

    def _window(self, room: Room, level: int, span: _Span) -> Refusal | None:
        if room.notice_hours and span.start < first_start(room, level, self.now):
            return refusals.too_soon(room)
        if span.day > (last := last_day(room, level, self.today)):
            return refusals.too_far(room, last)
        return None

    @staticmethod
    def _length(room: Room, level: int, span: _Span) -> Refusal | None:
        if refusal := _too_many_days(span, room.longest_days):
            return refusal
        if span.minutes > (most := longest(room, level)):
            return refusals.longer_than(room, timedelta(minutes=most))
        return None

    def _closure(self, room: Room, span: _Span) -> Refusal | None:
        for closed in self.closures.get(room.pk, ()):
            if clock.overlap(closed.period, span.period):
                return refusals.closure(room, closed)
        return None

    def _quota(self, room: Room, span: _Span) -> Refusal | None:
        if not room.has_quota:
            return None
        for quota, used, whose in _quotas(room, span.monday, self.use):
            if used + span.minutes > quota:
                return refusals.over_quota(room, quota, quota - used, whose=whose)
        self.count([room], span)
        return None

    def count(self, rooms: Sequence[Room], span: _Span) -> None:
        """So many minutes of these rooms' week are used up."""
        for room in rooms:
            for used in self.use:
                used[room.pk, span.monday] += span.minutes
