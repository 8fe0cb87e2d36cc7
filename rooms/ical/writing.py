"""Rows of bookings made events, each series one event with its exceptions, and events a calendar.

An event of a series has the rule that gave its dates, without those that have no booking here (EXDATE), and beside it
an event with RECURRENCE-ID for each date that a reader must see otherwise: moved, another room, another title.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import groupby, islice
from typing import TYPE_CHECKING

from dateutil.rrule import rrulestr

from core.ui import calendars
from core.ui.calendars import uid
from rooms import periods
from rooms.ical.events import Event, Seen

if TYPE_CHECKING:
    from rooms.ical.booking_rows import BookingRow
    from rooms.ical.visibility import Reader

# Far above what a series may count: a rule that someone wrote in the database ends too.
MOST_DATES = 5000
END_OF_RULE = re.compile(r";(COUNT|UNTIL)=[^;]*")


def events(
    rows: Iterable[BookingRow], see: Reader, *, changed: Mapping[int, datetime] | None = None
) -> Iterator[Event]:
    """Yield the events of rows in the order of `booking_rows.read_rows`: the dates of a series one after the other.

    `changed`: by the id of a series, when its dates last changed, where those that are no longer its own count.
    """
    for series, group in groupby(rows, key=lambda row: row.series_id):
        if series is None:
            yield from (single(row, see(row)) for row in group)
        else:
            yield from of_series([(row, see(row)) for row in group], changed=(changed or {}).get(series))


def single(row: BookingRow, seen: Seen) -> Event:
    return Event(
        uid(row.reference), seen, row.starts, row.ends, row.sequence, row.changed_at, page=row.reference
    )


def of_series(found: list[tuple[BookingRow, Seen]], *, changed: datetime | None = None) -> Iterator[Event]:
    """The dates of one series that are held: its one event, then those that differ from it.

    A date that its rule does not give is an event of its own; so is one that meets a change of the clocks, on whose
    length calendars do not agree.
    """
    dates = _dates(found[0][0])
    by_date = {row.series_date: (row, seen) for row, seen in found if not _is_bent(row)}
    held = [day for day in dates if day in by_date]
    ruled = set(held)
    yield from (single(row, seen) for row, seen in found if row.series_date not in ruled)
    if not held:
        return
    kept = [by_date[day] for day in held]
    [(usual, _)] = Counter(seen for row, seen in kept if _is_on_time(row)).most_common(1) or [(kept[0][1], 0)]
    first = kept[0][0]
    yield Event(
        uid(first.series_reference or ""),
        usual,
        *_expected(first),
        first.series_sequence or 0,
        # Without it, a program that looks at what is newer would keep a date that was cancelled.
        max([row.changed_at for row, _ in kept] + ([changed] if changed else [])),
        rule=_rule(first, held[-1]),
        excluded=tuple(
            _moment(day, first.starts_at) for day in dates if held[0] < day < held[-1] and day not in ruled
        ),
        page=first.reference,
    )
    for row, seen in kept:
        if seen != usual or not _is_on_time(row):
            yield changed_date(row, seen)


def changed_date(row: BookingRow, seen: Seen) -> Event:
    """One date of a series, in the place of what the series says."""
    return Event(
        uid(row.series_reference or ""),
        seen,
        row.starts,
        row.ends,
        max(row.sequence, row.series_sequence or 0),
        row.changed_at,
        replaces=_expected(row)[0],
        page=row.reference,
    )


def calendar(written: Iterable[Event], *, method: str = "", name: str = "") -> Iterator[str]:
    """The text of a calendar, piece by piece; `name` is what programs call it."""
    head = calendars.new_calendar(method=method, name=name)
    return calendars.pieces(head, (event.component() for event in written))


def _dates(row: BookingRow) -> list[date]:
    """Return the dates of its rule; none when it cannot be read: the dates then stand alone."""
    assert row.rule
    assert row.first_date
    try:
        found = rrulestr(row.rule, dtstart=datetime.combine(row.first_date, time()))
        return [moment.date() for moment in islice(found, MOST_DATES)]
    except (ValueError, TypeError):
        return []


def _rule(row: BookingRow, last: date) -> str:
    """Its rule until the last date held: in universal time, as RFC 5545 asks where the start names a zone."""
    until = calendars.universal(_moment(last, row.starts_at))
    return f"{END_OF_RULE.sub('', row.rule or '')};UNTIL={until:%Y%m%dT%H%M%SZ}"


def _moment(day: date, minutes: int | None) -> datetime:
    return periods.at(day + timedelta(days=(minutes or 0) // 1440), _clock(minutes or 0))


def _clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def _expected(row: BookingRow) -> tuple[datetime, datetime]:
    assert row.series_date
    return _moment(row.series_date, row.starts_at), _moment(row.series_date, row.ends_at)


def _is_on_time(row: BookingRow) -> bool:
    starts, ends = _expected(row)
    # As moments: two times of one zone are compared as the clocks show them.
    return (starts.timestamp(), ends.timestamp()) == (row.starts.timestamp(), row.ends.timestamp())


def _is_bent(row: BookingRow) -> bool:
    """The clocks change between its hours, or at one of them."""
    starts, ends = _expected(row)
    minutes = (row.ends_at or 0) - (row.starts_at or 0)
    return ends.timestamp() - starts.timestamp() != minutes * 60 or not (
        calendars.is_sure(starts) and calendars.is_sure(ends)
    )
