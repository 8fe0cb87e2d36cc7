"""The weekly bookings as series, with a few dates that are not as the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core.people.models import Agent
from demo import texts
from demo.data_files import Record, copied
from demo.dates import at
from demo.keys import key_of, keys
from rooms.models import Booking, Room, Series
from rooms.recurrence import Frequency, Rule

WEEKS = range(-4, 5)
LATE = timedelta(minutes=15)
NOBODY_CAME = "Personne ne s’est présenté dans les quinze premières minutes."


def weeks_of(weekly: Record) -> list[int]:
    """Return the weeks, 0 being the current one, where a booking that comes every few weeks is held."""
    return [week for week in WEEKS if (week - weekly.offset) % weekly.every_weeks == 0]


def make_series(rooms: dict[str, Room], people: dict[str, Agent], monday: date) -> dict[int, Series]:
    """By the position of the weekly booking; one that comes once in these weeks is none."""
    made = Series.objects.bulk_create(
        Series(
            **keys("series", position),
            room=rooms[weekly.room],
            organiser=people[weekly.organiser],
            **copied(weekly, "title is_private"),
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
        for position, weekly in enumerate(texts.rooms.weekly)
        if len(weeks_of(weekly)) > 1
    )
    several = [position for position, weekly in enumerate(texts.rooms.weekly) if len(weeks_of(weekly)) > 1]
    return dict(zip(several, made, strict=True))


def day_of(weekly: Record, week: int, monday: date) -> date:
    return monday + timedelta(weeks=week, days=weekly.weekday)


def minutes_of(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def keyed_dates(chosen: Iterable[Record]) -> Iterator[tuple[UUID, Record]]:
    """The key of each of these dates' bookings."""
    by_title = {weekly.title: position for position, weekly in enumerate(texts.rooms.weekly)}
    for one in chosen:
        yield key_of("booking", "weekly", by_title[one.title], one.week), one


def set_apart(bookings: Iterable[Booking]) -> None:
    """Change the dates that were moved, not held, or where nobody came; the caller saves them."""
    by_key = {booking.submission_key: booking for booking in bookings}
    for key, one in keyed_dates(texts.rooms.moved):
        booking = by_key[key]
        day = timezone.localdate(booking.period.lower)
        booking.period = DateTimeTZRange(at(day, one.start), at(day, one.end), "[)")
        booking.is_apart, booking.sequence = True, 1
    for key, _ in keyed_dates(texts.rooms.not_held):
        booking = by_key[key]
        booking.state, booking.cancelled_by = Booking.State.CANCELLED, booking.organiser
        booking.cancelled_at = max(booking.created_at, timezone.now() - timedelta(days=1))
        booking.sequence = 1
    set_presence(by_key.values())


def set_presence(bookings: Iterable[Booking]) -> None:
    """In the rooms with check-in: most organisers checked in, a few did not come."""
    absent = {key for key, _ in keyed_dates(texts.rooms.no_shows)}
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
