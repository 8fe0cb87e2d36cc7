"""The weekly bookings as series, with a few dates that are not as the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core.people.models import Agent
from demo.dates import at
from demo.keys import key_of, reference_of
from demo.records import rooms as records
from demo.texts.rooms import MOVED, NO_SHOWS, NOT_HELD, WEEKLY
from rooms.models import Booking, Room, Series
from rooms.recurrence import Frequency, Rule

WEEKS = range(-4, 5)
LATE = timedelta(minutes=15)
NOBODY_CAME = "Personne ne s’est présenté dans les quinze premières minutes."


def weeks_of(weekly: records.WeeklyBooking) -> list[int]:
    return [week for week in WEEKS if weekly.held_in_week(week)]


def make_series(rooms: dict[str, Room], people: dict[str, Agent], monday: date) -> dict[int, Series]:
    """By the position of the weekly booking; one that comes once in these weeks is none."""
    made = Series.objects.bulk_create(
        Series(
            submission_key=key_of("series", position),
            reference=reference_of("series", position),
            room=rooms[weekly.room],
            organiser=people[weekly.organiser],
            title=weekly.title,
            is_private=weekly.is_private,
            rule=Rule(
                Frequency.WEEKLY,
                interval=weekly.every_weeks,
                weekdays=(weekly.weekday,),
                count=len(weeks_of(weekly)),
            ).rrule(),
            first_date=day_of(weekly, weeks_of(weekly)[0], monday),
            starts_at=minutes_of(weekly.start),
            ends_at=minutes_of(weekly.end),
            created_at=timezone.now() - timedelta(days=60),
        )
        for position, weekly in enumerate(WEEKLY)
        if len(weeks_of(weekly)) > 1
    )
    by_key = {series.submission_key: series for series in made}
    positions = {key_of("series", position): position for position in range(len(WEEKLY))}
    return {positions[key]: series for key, series in by_key.items()}


def day_of(weekly: records.WeeklyBooking, week: int, monday: date) -> date:
    return monday + timedelta(weeks=week, days=weekly.weekday)


def minutes_of(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def keyed_dates(chosen: Iterable[records.SeriesDate]) -> Iterator[tuple[UUID, records.SeriesDate]]:
    """The key of each of these dates' bookings."""
    by_title = {weekly.title: position for position, weekly in enumerate(WEEKLY)}
    for one in chosen:
        yield key_of("booking", "weekly", by_title[one.title], one.week), one


def set_apart(bookings: Iterable[Booking]) -> None:
    """Change the dates that were moved, not held, or where nobody came; the caller saves them."""
    by_key = {booking.submission_key: booking for booking in bookings}
    for key, one in keyed_dates(MOVED):
        booking = by_key[key]
        day = timezone.localdate(booking.period.lower)
        booking.period = DateTimeTZRange(at(day, one.start), at(day, one.end), "[)")
        booking.is_apart, booking.sequence = True, 1
    for key, _ in keyed_dates(NOT_HELD):
        booking = by_key[key]
        booking.state, booking.cancelled_by = Booking.State.CANCELLED, booking.organiser
        booking.cancelled_at = max(booking.created_at, timezone.now() - timedelta(days=1))
        booking.sequence = 1
    set_presence(by_key.values())


def set_presence(bookings: Iterable[Booking]) -> None:
    """In the rooms with check-in: most organisers checked in, a few did not come."""
    absent = {key for key, _ in keyed_dates(NO_SHOWS)}
    now = timezone.now()
    for booking in bookings:
        if not booking.room.needs_check_in or booking.state == Booking.State.CANCELLED:
            continue
        start, end = booking.period.lower, booking.period.upper
        if booking.submission_key in absent and end <= now:
            booking.state, booking.cancelled_at = Booking.State.FREED, start + LATE
            booking.cancel_reason = NOBODY_CAME
        elif start + timedelta(minutes=4) <= now:
            booking.checked_in_at = start + timedelta(minutes=4)
