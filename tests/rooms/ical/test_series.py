"""A feed means what the database holds: over both changes of the clocks, whatever was moved, renamed or left out."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytz
import recurring_ical_events
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from khal.icalendar import split_ics
from khal.khalendar import CalendarCollection

from rooms import ical, periods
from rooms.ical import BookingRow

FROM, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)
Meant = set[tuple[datetime, datetime, str]]


def meaning(text: str) -> Meant:
    """What a program shows: (start, end, title), in universal time."""
    calendar = Calendar.from_ical(text)
    found = recurring_ical_events.of(calendar).between(FROM, UNTIL)
    return {
        (event["DTSTART"].dt.astimezone(UTC), event["DTEND"].dt.astimezone(UTC), str(event["SUMMARY"]))
        for event in found
    }


def meaning_for_khal(text: str, folder: Path) -> Meant:
    """The same, as khal keeps and shows it; it reads one UID a file."""
    folder.mkdir()
    for number, part in enumerate(split_ics(text)):
        (folder / f"{number}.ics").write_text(part)
    zone = pytz.timezone(periods.town_zone().key)
    locale: Any = {"local_timezone": zone, "default_timezone": zone}
    calendars: Any = {
        "rooms": {"name": "rooms", "path": str(folder), "readonly": True, "color": "", "addresses": ""}
    }
    kept = CalendarCollection(calendars=calendars, locale=locale, dbpath=":memory:")
    # khal leaves its database open.
    with closing(kept._backend.conn):
        return {
            (event.start.astimezone(UTC), event.end.astimezone(UTC), str(event.summary))
            for event in kept.get_localized(FROM, UNTIL)
        }


def held(rows_: list[BookingRow]) -> Meant:
    return {(row.starts.astimezone(UTC), row.ends.astimezone(UTC), row.title) for row in rows_}


RULES = [
    ("FREQ=DAILY;COUNT=12", date(2027, 3, 22)),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU", date(2026, 10, 5)),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20261130", date(2026, 10, 19)),
    ("FREQ=MONTHLY;BYDAY=-1SU;COUNT=14", date(2026, 3, 29)),
    ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=8", date(2026, 8, 31)),
    ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=8", date(2026, 8, 31)),
    ("FREQ=YEARLY;COUNT=2", date(2026, 10, 25)),
]


@st.composite
def found_rows(draw: st.DrawFn) -> list[BookingRow]:
    rule, first = draw(st.sampled_from(RULES))
    starts_at = draw(st.sampled_from([0, 60, 120, 150, 180, 540, 1380]))
    ends_at = min(starts_at + draw(st.sampled_from([15, 60, 240])), 1440)
    if "COUNT" not in rule and "UNTIL" not in rule:
        rule += ";COUNT=12"
    base = a_row(
        series__rule=rule, series__first_date=first, series__starts_at=starts_at, series__ends_at=ends_at
    )
    made: list[BookingRow] = []
    for day in ical._dates(base):
        fate = draw(st.sampled_from(["kept", "kept", "kept", "skipped", "moved", "renamed", "longer"]))
        number = len(made) + 1
        row = base._replace(pk=number, reference=f"abcdefghij{number:02}", series_date=day)
        starts, ends = ical._expected(row)
        there_and_back = starts.astimezone(UTC).astimezone(periods.town_zone())
        exists = there_and_back.replace(tzinfo=None) == starts.replace(tzinfo=None)
        # Nobody can book a time that the clocks skip: the series leaves that date out.
        if fate == "skipped" or not exists:
            continue
        starts, ends = starts.astimezone(UTC), ends.astimezone(UTC)
        if fate == "moved":
            starts, ends = starts + timedelta(minutes=45), ends + timedelta(minutes=45)
        if fate == "longer":
            ends += timedelta(minutes=30)
        if ends <= starts:
            ends = starts + timedelta(minutes=15)
        made.append(row._replace(starts=starts, ends=ends, title="Autre" if fate == "renamed" else row.title))
    return made


def a_row(**fields: Any) -> BookingRow:
    values: dict[str, Any] = dict.fromkeys(BookingRow._fields)
    values |= dict.fromkeys(("changed_at", "starts", "ends"), FROM)
    values |= {"pk": 1, "reference": "abcdefghijkl", "sequence": 0, "title": "Point", "is_private": False}
    values |= {"series": 1, "series__reference": "mnopqrstuvwx", "series__sequence": 0, "other_names": []}
    values |= {"room__name": "Remparts", "room__site__name": "Mairie"}
    values |= {"room__site__address": "1, place des Mimosas"}
    values |= {"organiser__first_name": "Ana", "organiser__last_name": "Lind", "state": "confirmed"}
    return BookingRow(**values | fields)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(found_rows())
def test_a_series_means_its_rows(found):
    text = "".join(ical.calendar(ical.events(found, ical.whole)))
    assert meaning(text) == held(found), text


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(found_rows())
def test_khal_reads_the_same(found):
    text = "".join(ical.calendar(ical.events(found, ical.whole)))
    with TemporaryDirectory() as folder:
        assert meaning_for_khal(text, Path(folder) / "rooms") == held(found), text
