"""Booking a series: planned again under the locks, then written whole or not at all."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q

from core.french import spaced
from core.history.context import action_context
from core.people.models import Agent
from rooms.availability import occupancy
from rooms.availability.conflicts import violations_as_conflicts
from rooms.bookings import events
from rooms.bookings.actions import clean_attendance, clean_layout, clean_title, state_of
from rooms.models import Booking, Layout, Room, Series
from rooms.policies import strictest_first
from rooms.recurrence import Rule, times_on
from rooms.series.plan import DateChoice, Obstructed, Plan, PlannedDate, find_obstacles, line_of

Choices = Mapping[date, DateChoice]
NOTHING_CHOSEN: Choices = {}


@dataclass(frozen=True, kw_only=True)
class Dates:
    """What dates of a series have in common: minutes of the town's clock, 1440 the midnight that ends a day."""

    room: Room
    starts_at: int
    ends_at: int
    title: str
    is_private: bool = False
    other_rooms: tuple[Room, ...] = ()
    layout: Layout | None = None
    attendance: int | None = None

    @property
    def rooms(self) -> tuple[Room, ...]:
        return (self.room, *self.other_rooms)

    def among(self, rooms: Mapping[int, Room]) -> Self:
        """The same, with the rooms as they were just locked."""
        first, *others = strictest_first(*(rooms[room.pk] for room in self.rooms))
        return replace(self, room=first, other_rooms=tuple(others))


@dataclass(frozen=True, kw_only=True)
class Wanted(Dates):
    """A series to book, which starts on the first date of its rule from `first_date` on."""

    rule: Rule
    first_date: date
    organiser: Agent | None = None
    wants_reminder: bool = False


def plan_series(wanted: Wanted, *, by: Agent, choices: Choices = NOTHING_CHOSEN) -> Plan:
    """Every date with what stands in its way; ValidationError for a rule of none, or of too many."""
    lines = [
        line_of(day, wanted.rooms, wanted.starts_at, wanted.ends_at, choices.get(day))
        for day in wanted.rule.dates(wanted.first_date)
    ]
    find_obstacles(lines, by=by, organiser=wanted.organiser or by)
    return Plan(lines)


def book_series(
    wanted: Wanted, *, by: Agent, choices: Choices = NOTHING_CHOSEN, submission_key: uuid.UUID | None = None
) -> Series:
    """Book all the dates but those skipped by choice; `Obstructed` with its plan when one is not possible."""
    if not by.is_active:
        raise PermissionDenied
    if wanted.organiser and not wanted.organiser.is_active:
        raise ValidationError({"organiser": "Le compte de cette personne est fermé."}, code="closed_account")
    key = submission_key or uuid.uuid4()
    period = times_on(wanted.first_date, 0, 1440)
    with (
        violations_as_conflicts(wanted.room, period, by=by),
        transaction.atomic(),
        action_context("a réservé la série", by=by),
    ):
        rooms = occupancy.lock(*wanted.rooms, *rooms_in(choices))
        if earlier := Series.objects.filter(Q(organiser=by) | Q(booked_by=by), submission_key=key).first():
            return earlier
        wanted = _clean(wanted.among(rooms))
        plan = plan_series(wanted, by=by, choices=with_locked(choices, rooms))
        if plan.open:
            raise Obstructed(plan)
        if not plan.held:
            raise ValidationError(spaced("Il ne resterait aucune date : rien n’est réservé."), code="no_date")
        series = _create(wanted, plan, by=by, key=key)
        write_new(series, plan.held, by=by, wants_reminder=wanted.wants_reminder)
    return series


def _clean(wanted: Wanted) -> Wanted:
    return replace(
        wanted,
        title=clean_title(wanted.title),
        layout=clean_layout(wanted.layout, *wanted.rooms),
        attendance=clean_attendance(wanted.attendance),
    )


def rooms_in(choices: Choices) -> list[Room]:
    return [choice.room for choice in choices.values() if choice.room]


def with_locked(choices: Choices, rooms: Mapping[int, Room]) -> dict[date, DateChoice]:
    return {
        day: replace(choice, room=rooms[choice.room.pk]) if choice.room else choice
        for day, choice in choices.items()
    }


def _create(wanted: Wanted, plan: Plan, *, by: Agent, key: uuid.UUID) -> Series:
    organiser = wanted.organiser or by
    series = Series.objects.create(
        room=wanted.room,
        organiser=organiser,
        booked_by=by if organiser != by else None,
        title=wanted.title,
        is_private=wanted.is_private,
        layout=wanted.layout,
        attendance=wanted.attendance,
        rule=wanted.rule.rrule(),
        first_date=plan.lines[0].date,
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        skipped=[line.date for line in plan.skipped],
        submission_key=key,
    )
    if wanted.other_rooms:
        series.other_rooms.set(wanted.other_rooms)
    return series


def write_new(
    series: Series, lines: Iterable[PlannedDate], *, by: Agent, wants_reminder: bool = False
) -> list[Booking]:
    """The bookings of these dates, with what they hold; notified once."""
    lines = list(lines)
    bookings = [
        Booking(
            series=series,
            series_date=line.date,
            room=line.room,
            period=line.period,
            is_apart=line.is_apart,
            organiser=series.organiser,
            booked_by=series.booked_by,
            title=series.title,
            is_private=series.is_private,
            # A layout is of one room.
            layout=series.layout if series.layout and series.layout.room in line.rooms else None,
            attendance=series.attendance,
            wants_reminder=wants_reminder,
            state=state_of(line.rooms, by=by),
        )
        for line in lines
    ]
    Booking.objects.bulk_create(bookings)
    write_other_rooms(zip(bookings, lines, strict=True))
    occupancy.hold(bookings)
    events.booked.send(Booking, bookings=bookings)
    return bookings


def write_other_rooms(pairs: Iterable[tuple[Booking, PlannedDate]]) -> None:
    through = Booking.other_rooms.through
    rows = [
        through(booking_id=booking.pk, room_id=room.pk) for booking, line in pairs for room in line.rooms[1:]
    ]
    if rows:
        through.objects.bulk_create(rows)
