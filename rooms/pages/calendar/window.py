"""The quarters of an hour that a page shows of one day, counted as they really elapse."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.utils import timezone

from core.ui import french
from rooms import periods
from rooms.pages.calendar.rows import SECONDS, quarter_of

# Without any opening hours, something must be shown.
USUAL_HOURS = (8 * 60, 18 * 60)


class Day:
    """From midnight to midnight, in quarters since 1970: 92 or 100 of them when the clocks change."""

    def __init__(self, day: date) -> None:
        self.date = day
        self.start, self.end = _bounds(day)

    def quarter(self, minutes: int) -> int:
        """The quarter at which the town's clock shows that time (1440: the midnight that ends the day)."""
        if self.end - self.start == 96:
            return self.start + minutes // 15
        if minutes >= 24 * 60:
            return self.end
        return quarter_of(periods.at(self.date, time(minutes // 60, minutes % 60)))

    def seen(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the part of a booking to show on this day: all of it, or of several days' its first or last quarter.

        A day that it fills from end to end says so whatever the hours shown.
        """
        if start >= self.start and end <= self.end:
            return start, end
        if start > self.start:
            return start, start + 1
        return (end - 1, end) if end < self.end else None


@lru_cache(maxsize=64)
def _bounds(day: date) -> tuple[int, int]:
    whole = periods.whole_day(day)
    return quarter_of(whole.lower), quarter_of(whole.upper)


class Window:
    """The quarters shown of one day, from the first opening to the last closing or booking, by whole hours.

    Positions count from `start`, from 0 to `rows`.
    """

    def __init__(self, day: Day, opens: int, closes: int, held: Iterable[tuple[int, int]] = ()) -> None:
        self.day = day
        start, end = day.quarter(opens), day.quarter(closes)
        for held_from, held_to in held:
            if seen := day.seen(held_from, held_to):
                start, end = min(start, seen[0]), max(end, seen[1])
        self.start, self.times, self.labels, self.hours = _clock(day.date, start, end)
        self.rows = len(self.labels) - 1

    def of_clock(self, minutes: int) -> int:
        return self.day.quarter(minutes) - self.start

    def now(self, now: datetime) -> int | None:
        row = quarter_of(now) - self.start
        return row if now.date() == self.day.date and 0 <= row < self.rows else None


Clock = tuple[int, tuple[str, ...], tuple[str, ...], tuple[tuple[int, str], ...]]


@lru_cache(maxsize=256)
def _clock(day: date, start: int, end: int) -> Clock:
    """Widened to whole hours: the first quarter, then for each one its time, its label, and the hours' rows."""
    first = periods.at(day, time(local(start).hour))
    last = _next_hour(local(end))
    moments = list(periods.quarters(first, min(last, periods.whole_day(day).upper)))
    times = [f"{moment:%H:%M}" for moment in moments]
    labels = [french.clock(moment) for moment in moments]
    if moments[-1].date() != day:
        times[-1], labels[-1] = "24:00", "minuit"
    hours = tuple((row, labels[row]) for row, moment in enumerate(moments[:-1]) if not moment.minute)
    return quarter_of(first), tuple(times), tuple(labels), hours


def local(quarter: int) -> datetime:
    """That moment by the town's clock."""
    return datetime.fromtimestamp(quarter * SECONDS, tz=timezone.get_default_timezone())


def _next_hour(moment: datetime) -> datetime:
    return timezone.localtime(moment + timedelta(minutes=60 - moment.minute)) if moment.minute else moment


def widest(hours: Iterable[tuple[int, int] | None]) -> tuple[int, int]:
    """From the first opening to the last closing, in minutes."""
    known = [opening for opening in hours if opening]
    if not known:
        return USUAL_HOURS
    return min(opens for opens, _ in known), max(closes for _, closes in known)
