"""When a room may be booked and by whom: each refusal is a sentence on the field to correct.

Asked of one booking, or of many rooms and dates in as many statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core.people.models import Agent
from rooms import constraints, periods
from rooms.availability import refusals
from rooms.availability.holidays import closing_holiday
from rooms.availability.refusals import Refusal, Refused
from rooms.availability.rule_context import RuleContext
from rooms.permissions import Level

if TYPE_CHECKING:
    from rooms.models import Booking, Room


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
    span = _Span.of(period)
    book = _Rulebook([room, *others], [span], by=by, organiser=organiser, but=but)
    if refusal := book.of_span(span, started=started):
        raise refusal.as_error()
    if refusal := book.of_room(room, span):
        raise Refused(refusal, room)
    for other in others:
        if refusal := book.of_room(other, span):
            field = "other_rooms" if refusal.field == "room" else refusal.field
            raise Refused(replace(refusal, field=field), other)


def check_order(period: DateTimeTZRange) -> None:
    """Of a booking made shorter, the one thing left to check."""
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
    """What the rules have against each room at each period: one dictionary a period, the first refusal by room id.

    A room that is missing from it may be booked then, if it is free (`occupancy.conflicts` knows). The rooms come with
    their sites. Five statements at most, whatever the numbers. Periods of one week use up its quota in their order.
    `horizon`: a series goes further than single bookings do. `besides`: what the same action takes already, which the
    quotas count.
    """
    spans = [_Span.of(period) for period in periods]
    book = _Rulebook(rooms, spans, by=by, organiser=organiser, but=but)
    book.horizon = max(book.horizon, horizon or book.horizon)
    for taken, period in besides:
        book.count(taken, _Span.of(period))
    found: list[dict[int, Refusal]] = []
    for span in spans:
        refused = {}
        everywhere = book.of_span(span)
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
        monday = day - timedelta(days=day.weekday())
        clocks = start.time(), end.time()
        return cls(period, start, end, day, last_day, monday, clocks)

    @property
    def minutes(self) -> int:
        return int((self.period.upper - self.period.lower).total_seconds()) // 60


def _order(span: _Span) -> Refusal | None:
    if span.end <= span.start:
        return refusals.ENDS_BEFORE_START
    if any(moment.minute % 15 or moment.second or moment.microsecond for moment in (span.start, span.end)):
        return refusals.OFF_QUARTERS
    return None


class _Rulebook:
    """What these rooms ask of this agent, with what it takes to answer for these periods."""

    def __init__(
        self,
        rooms: Sequence[Room],
        spans: Sequence[_Span],
        *,
        by: Agent,
        organiser: Agent | None,
        but: Iterable[Booking],
    ) -> None:
        self.now = timezone.localtime()
        self.today = self.now.date()
        self.horizon = self.today + timedelta(days=settings.ROOMS_HORIZON_DAYS)
        self.context = RuleContext(
            rooms, [span.period for span in spans], by=by, organiser=organiser or by, but=but
        )

    def of_span(self, span: _Span, *, started: datetime | None = None) -> Refusal | None:
        """What no room would allow, for anyone."""
        if refusal := _order(span):
            return refusal
        if span.start != started:
            if span.day < self.today:
                return refusals.PAST_DATE
            if span.start < periods.started_quarter(self.now):
                return refusals.past_hour(self.now)
        # A date of a series may stand beyond the horizon already.
        if span.day > max(self.horizon, timezone.localdate(started) if started else self.horizon):
            return refusals.beyond_horizon(self.horizon)
        return None

    def of_room(self, room: Room, span: _Span) -> Refusal | None:
        if not room.is_bookable:
            return refusals.not_bookable(room)
        # Most rooms are open to all: the agent's own rights are read only where they may change the answer.
        refusal = self._at_level(room.everyone_may, room, span)
        if refusal and (own := self.context.levels.of(room)) > room.everyone_may:
            return self._at_level(own, room, span)
        return refusal

    def _at_level(self, level: int, room: Room, span: _Span) -> Refusal | None:
        if level < Level.ASK:
            return refusals.not_theirs(room)
        if level >= Level.MANAGE:
            return self._too_many_days(span) or self._closure(room, span)
        return (
            self._window(room, span)
            or self._length(room, span)
            or self._opening(room, span)
            or self._closure(room, span)
            or self._quota(room, span)
        )

    def _window(self, room: Room, span: _Span) -> Refusal | None:
        if room.notice_hours and span.start < self.now + timedelta(hours=room.notice_hours):
            return refusals.too_soon(room)
        if room.ahead_days is not None:
            last = self.today + timedelta(days=room.ahead_days)
            if span.day > last:
                return refusals.too_far(room, last)
        return None

    @staticmethod
    def _length(room: Room, span: _Span) -> Refusal | None:
        if span.last_day != span.day:
            return refusals.SEVERAL_DAYS
        if room.longest_minutes and span.minutes > room.longest_minutes:
            return refusals.longer_than(room, timedelta(minutes=room.longest_minutes))
        return None

    @staticmethod
    def _too_many_days(span: _Span) -> Refusal | None:
        days = min(settings.ROOMS_LONGEST_DAYS, constraints.LONGEST_SECONDS // 86_400)
        return refusals.too_many_days(days) if (span.last_day - span.day).days >= days else None

    def _opening(self, room: Room, span: _Span) -> Refusal | None:
        if name := closing_holiday(span.day, opens_on_holidays=room.site.is_open_on_holidays):
            return refusals.holiday(room, span.day, name)
        hours = self.context.hours.get((room.pk, span.day.weekday()))
        if hours is None:
            return refusals.closed_that_weekday(room, span.day.weekday())
        start, end = span.clocks
        if start < hours.opens_at:
            return refusals.out_of_hours(room, hours, field="start", too="trop tôt")
        if start >= hours.closes_at:
            return refusals.out_of_hours(room, hours, field="start", too="trop tard")
        # The midnight that ends the day reads 0 h.
        if end > hours.closes_at or span.end.date() != span.day:
            return refusals.out_of_hours(room, hours, field="end", too="trop tard")
        return None

    def _closure(self, room: Room, span: _Span) -> Refusal | None:
        for closed in self.context.closures.get(room.pk, ()):
            if closed.period.lower < span.period.upper and span.period.lower < closed.period.upper:
                return refusals.closure(room, closed)
        return None

    def _quota(self, room: Room, span: _Span) -> Refusal | None:
        if room.person_quota_minutes is None and room.direction_quota_minutes is None:
            return None
        asked = [
            (room.person_quota_minutes, self.context.used_by_person, "chaque personne"),
            (room.direction_quota_minutes, self.context.used_by_direction, "chaque direction ou service"),
        ]
        week = (room.pk, span.monday)
        for quota, used, whose in asked:
            if quota is not None and used[week] + span.minutes > quota:
                return refusals.over_quota(room, quota, quota - used[week], whose=whose)
        self.count([room], span)
        return None

    def count(self, rooms: Sequence[Room], span: _Span) -> None:
        """So many minutes of these rooms' week are used up."""
        for room in rooms:
            self.context.used_by_person[room.pk, span.monday] += span.minutes
            self.context.used_by_direction[room.pk, span.monday] += span.minutes
