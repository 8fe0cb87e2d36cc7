from datetime import date
from typing import Any

from core.people.models import Agent
from rooms.models import Booking, Room, Series
from rooms.recurrence import Frequency, Rule
from rooms.series.book import Wanted, book_series
from rooms.series.change import Change

# A Tuesday: `a_series` books it and those that follow, from 9 to 10.
TUESDAY = date(2026, 12, 1)


def weekly(count: int = 4, **fields: Any) -> Rule:
    return Rule(**{"frequency": Frequency.WEEKLY, "weekdays": (1,), "count": count, **fields})


def wanted(room: Room, **fields: Any) -> Wanted:
    given = {
        "rule": weekly(),
        "first_date": TUESDAY,
        "starts_at": 540,
        "ends_at": 600,
        "title": "Point budget",
    }
    return Wanted(room=room, **{**given, **fields})


def a_series(room: Room, by: Agent, **fields: Any) -> Series:
    return book_series(wanted(room, **fields), by=by)


def a_change(series: Series, **fields: Any) -> Change:
    """Nothing but what is said."""
    same = {name: getattr(series, name) for name in ("room", "starts_at", "ends_at", "title", "is_private")}
    return Change(**{**same, **fields})


def dates(series: Series) -> list[str]:
    """« 12-01 9:00 » of each date that holds its room."""
    return [
        f"{row.series_date:%m-%d} {row.period.lower.astimezone().strftime('%H:%M')}"
        for row in series.occurrences.holding().order_by("series_date")
    ]


def nth(series: Series, number: int) -> Booking:
    return series.occurrences.order_by("series_date")[number]
