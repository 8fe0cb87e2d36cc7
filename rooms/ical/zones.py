"""The town's time zone as a VTIMEZONE: by rules where its clocks change by rules, which every program reads."""

from __future__ import annotations

import calendar
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import Timezone

from rooms.recurrence import CODES

# Long enough to know a rule: Europe’s is of 1996, North America’s of 2007.
FROM, YEARS = 2010, 12


@cache
def vtimezone(zone: ZoneInfo) -> str:
    """Lines ended by CRLF. Where the clocks follow no yearly rule, `icalendar` writes each change."""
    observances = _by_rules(zone)
    if observances is None:
        return Timezone.from_tzinfo(zone).to_ical().decode()
    return f"BEGIN:VTIMEZONE\r\nTZID:{zone.key}\r\n{''.join(observances)}END:VTIMEZONE\r\n"


def _by_rules(zone: ZoneInfo) -> list[str] | None:
    years = [_changes(zone, FROM + number) for number in range(YEARS)]
    if not any(years):
        start = datetime(1970, 1, 1, tzinfo=zone)
        return [_observance("STANDARD", start, start, zone, rule="")]
    if any(len(year) != 2 for year in years):
        return None
    observances = []
    for changes in zip(*years, strict=True):
        rule = _yearly(list(changes))
        if rule is None:
            return None
        before, after = changes[0]
        kind = "DAYLIGHT" if after.dst() else "STANDARD"
        observances.append(_observance(kind, before, after, zone, rule))
    return observances


def _changes(zone: ZoneInfo, year: int) -> list[tuple[datetime, datetime]]:
    """The moments of the year when the clock jumps: as it was about to show them, and as it showed them."""
    start = datetime(year, 1, 1, tzinfo=UTC)
    hours = [start + timedelta(hours=number) for number in range(366 * 24)]
    found = []
    for before, after in pairwise(hours):
        offset = before.astimezone(zone).utcoffset()
        if after.year == year and offset != after.astimezone(zone).utcoffset():
            shown = (after + (offset or timedelta())).replace(tzinfo=None)
            found.append((shown.replace(tzinfo=zone), after.astimezone(zone)))
    return found


def _yearly(changes: list[tuple[datetime, datetime]]) -> str | None:
    """`FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU`, when all the years agree on it at one time of the day."""
    first = changes[0][0]
    shown = [before for before, _ in changes]
    if len({(day.month, day.weekday(), day.hour) for day in shown}) != 1:
        return None
    weeks = {(day.day - 1) // 7 + 1 for day in shown}
    last = all(day.day + 7 > calendar.monthrange(day.year, day.month)[1] for day in shown)
    if not last and len(weeks) != 1:
        return None
    week = -1 if last else weeks.pop()
    return f"FREQ=YEARLY;BYMONTH={first.month};BYDAY={week}{CODES[first.weekday()]}"


def _observance(kind: str, before: datetime, after: datetime, zone: ZoneInfo, rule: str) -> str:
    earlier = (after.astimezone(UTC) - timedelta(hours=1)).astimezone(zone)
    lines = [
        f"BEGIN:{kind}",
        f"DTSTART:{before:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{_offset((earlier if rule else after).utcoffset())}",
        f"TZOFFSETTO:{_offset(after.utcoffset())}",
        f"TZNAME:{after.tzname()}",
        *([f"RRULE:{rule}"] if rule else []),
        f"END:{kind}",
    ]
    return "".join(f"{line}\r\n" for line in lines)


def _offset(offset: timedelta | None) -> str:
    minutes = round((offset or timedelta()).total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"
