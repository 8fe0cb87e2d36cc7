"""The demonstration's dates, all relative to a day, in the town's time."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def at(day: date, clock: str) -> datetime:
    """The town's wall clock « 14:30 » of that day."""
    hour, minute = clock.split(":")
    return timezone.make_aware(datetime.combine(day, time(int(hour), int(minute))))


def moment(today: date, days: int, salt: int = 0) -> datetime:
    """Return a moment of the office hours, `days` before today and never after now."""
    found = at(today - timedelta(days=days), f"{9 + salt % 8:02}:{salt * 7 % 60:02}")
    return min(found, timezone.now() - timedelta(minutes=1))


def days_before(today: date, days: int | None, *, salt: int = 0) -> datetime | None:
    return None if days is None else moment(today, days, salt)


def month_before(today: date, months: int) -> date:
    """The first day of the month, `months` before today's."""
    count = today.year * 12 + today.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def month_end(day: date, months: int) -> date:
    """The last day of the month, `months` after the day's."""
    return month_before(day, -months - 1) - timedelta(days=1)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())
