"""The dates booked from a calendar are those that `recurring-ical-events` finds in it."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import icalendar
import pytest
import recurring_ical_events
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from icalendar.timezone import tzp

from imports.calendars import ics
from imports.calendars.report import Report
from imports.calendars.source_events import Unit
from rooms.ics.event import Impossible, widened
from rooms.models import Room
from rooms.periods import midnight, town_zone
from tests.imports.calendars.conftest import FILES

Dates = Counter[tuple[datetime, datetime]]
PACKAGES = ("recurring_ical_events", "icalendar")
# Outside Europe, so that a time read on the town's clock is seen; its rules as Lotus Notes writes them.
LOTUS = """BEGIN:VTIMEZONE
TZID:Eastern
BEGIN:STANDARD
DTSTART:19501105T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;BYMINUTE=0;BYHOUR=2;BYDAY=1SU;BYMONTH=11
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19500312T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0400
RRULE:FREQ=YEARLY;BYMINUTE=0;BYHOUR=2;BYDAY=2SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""
TUESDAYS = """BEGIN:VEVENT
UID:x
SUMMARY:x
DTSTART;TZID=Europe/Paris:20261201T090000
DTEND;TZID=Europe/Paris:20261201T100000
RRULE:FREQ=WEEKLY;COUNT=6
{}
END:VEVENT"""
DATES = """BEGIN:VEVENT
UID:x
SUMMARY:x
DTSTART;TZID=Europe/Paris:20261201T090000
DTEND;TZID=Europe/Paris:20261201T100000
{}
END:VEVENT"""
INSTEAD = """BEGIN:VEVENT
UID:x
SUMMARY:y
RECURRENCE-ID{}
DTSTART;TZID=Europe/Paris:{}
DURATION:PT2H
END:VEVENT"""
UTC = """BEGIN:VEVENT
UID:x
SUMMARY:x
DTSTART:20260602T080000Z
DTEND:20260602T090000Z
{}
END:VEVENT"""
WHOLE_DAYS = """BEGIN:VEVENT
UID:x
SUMMARY:x
DTSTART;VALUE=DATE:20261201
RRULE:FREQ=DAILY;COUNT=14
END:VEVENT"""
ADDED = "RDATE;TZID=Europe/Paris:20261203T090000,20261208T140000"
CASES = {
    "EXDATE on RDATE": [DATES.format(f"{ADDED}\nEXDATE;TZID=Europe/Paris:20261203T090000")],
    "EXDATE on RDATE, in UTC": [DATES.format(f"{ADDED}\nEXDATE:20261203T080000Z")],
    "EXDATE on RDATE of a day of the rule": [
        TUESDAYS.format(f"{ADDED}\nEXDATE;TZID=Europe/Paris:20261208T140000")
    ],
    "EXDATE on the rule of a day of RDATE": [
        TUESDAYS.format(f"{ADDED}\nEXDATE;TZID=Europe/Paris:20261208T090000")
    ],
    "EXDATE of a whole day": [TUESDAYS.format(f"{ADDED}\nEXDATE;VALUE=DATE:20261208,20261203")],
    "EXDATE on DTSTART": [DATES.format(f"{ADDED}\nEXDATE;TZID=Europe/Paris:20261201T090000")],
    "EXDATE on DTSTART alone": [DATES.format("EXDATE;TZID=Europe/Paris:20261201T090000")],
    "EXDATE on DTSTART that the rule does not give": [
        DATES.format("RRULE:FREQ=WEEKLY;BYDAY=TH;COUNT=3\nEXDATE;TZID=Europe/Paris:20261201T090000")
    ],
    "RDATE twice": [TUESDAYS.format(f"{ADDED}\n{ADDED}")],
    "RDATE of a whole day": [
        "BEGIN:VEVENT\nUID:x\nDTSTART;VALUE=DATE:20261201\nRDATE;VALUE=DATE:20261203,20261204\n"
        "EXDATE;VALUE=DATE:20261203\nEND:VEVENT"
    ],
    "RDATE moved": [
        DATES.format(ADDED),
        INSTEAD.format(";TZID=Europe/Paris:20261203T090000", "20261204T110000"),
    ],
    "RDATE of a day of the rule moved, and the rule": [
        TUESDAYS.format(ADDED),
        INSTEAD.format(";TZID=Europe/Paris:20261208T140000", "20261209T110000"),
        INSTEAD.format(";TZID=Europe/Paris:20261208T090000", "20261210T110000"),
    ],
    "DTSTART moved, without a rule": [
        DATES.format("SEQUENCE:1"),
        INSTEAD.format(":20261201T080000Z", "20261202T110000"),
    ],
    "excluded, and changed before": [
        TUESDAYS.format("EXDATE;TZID=Europe/Paris:20261208T090000"),
        INSTEAD.format(";TZID=Europe/Paris:20261208T090000", "20261209T110000"),
    ],
    "excluded in UTC, and changed before": [
        TUESDAYS.format("EXDATE:20261208T080000Z"),
        INSTEAD.format(":20261208T080000Z", "20261209T110000"),
    ],
    "excluded from RDATE, and changed before": [
        DATES.format(f"{ADDED}\nEXDATE;TZID=Europe/Paris:20261203T090000"),
        INSTEAD.format(";TZID=Europe/Paris:20261203T090000", "20261204T110000"),
    ],
    "changed, and given no longer": [
        TUESDAYS.format("SEQUENCE:3"),
        INSTEAD.format(";TZID=Europe/Paris:20270209T090000", "20270210T110000"),
    ],
    "changed alone": [INSTEAD.format(";TZID=Europe/Paris:20270209T090000", "20270210T110000")],
    "changed on another clock, after midnight": [
        TUESDAYS.format("SEQUENCE:1").replace("T090000", "T003000").replace("T100000", "T013000"),
        INSTEAD.format(":20261207T233000Z", "20261209T110000").replace(
            "DTSTART;TZID=Europe/Paris:20261209T110000", "DTSTART:20261209T100000Z"
        ),
    ],
    "moved from long before": [
        DATES.format("RRULE:FREQ=DAILY;UNTIL=20270901T000000Z"),
        INSTEAD.format(";TZID=Europe/Paris:20261205T090000", "20270802T110000"),
    ],
    "moved to long before": [
        DATES.format("RRULE:FREQ=DAILY;UNTIL=20270901T000000Z"),
        INSTEAD.format(";TZID=Europe/Paris:20270802T090000", "20261205T110000"),
    ],
    "ended before it began": [DATES.format("RRULE:FREQ=WEEKLY;UNTIL=20261130T230000Z")],
    "RDATE of periods on another clock": [
        DATES.format(
            "RDATE;VALUE=PERIOD;TZID=America/New_York:20261203T090000/20261203T113000,20261204T090000/PT2H"
        )
    ],
    "RDATE of periods in UTC": [DATES.format("RDATE;VALUE=PERIOD:20261203T090000Z/20261203T113000Z")],
    "RDATE of periods, one excluded": [
        DATES.format(
            "RDATE;VALUE=PERIOD;TZID=America/New_York:20261203T090000/PT2H,20261204T090000/PT2H\n"
            "EXDATE;TZID=America/New_York:20261204T090000"
        )
    ],
    "zone of Lotus Notes": [LOTUS, TUESDAYS.format("SEQUENCE:1").replace("Europe/Paris", "Eastern")],
    "zone of Lotus Notes in summer": [
        LOTUS,
        TUESDAYS.format("SEQUENCE:1").replace("Europe/Paris", "Eastern").replace("202612", "202706"),
    ],
    "hour of a series that moved left in EXDATE": [
        TUESDAYS.format("EXDATE;TZID=Europe/Paris:20261208T140000")
    ],
    "free, with a busy date": [
        TUESDAYS.format("TRANSP:TRANSPARENT"),
        INSTEAD.format(";TZID=Europe/Paris:20261208T090000", "20261209T110000"),
        INSTEAD.format(";TZID=Europe/Paris:20261215T090000", "20261216T110000").replace(
            "DURATION", "TRANSP:TRANSPARENT\nDURATION"
        ),
    ],
    "free for Outlook, with a busy date": [
        TUESDAYS.format("X-MICROSOFT-CDO-BUSYSTATUS:FREE"),
        INSTEAD.format(":20261208T080000Z", "20261208T090000").replace(
            "DURATION", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY\nDURATION"
        ),
    ],
    "whole days, one replaced by a time of another zone": [
        WHOLE_DAYS,
        INSTEAD.format(";TZID=Asia/Tokyo:20261208T000000", "20261209T110000"),
        INSTEAD.format(";TZID=America/New_York:20261210T190000", "20261212T110000"),
    ],
    "in UTC, of a calendar with a zone": [
        "X-WR-TIMEZONE:Europe/Paris",
        UTC.format("RRULE:FREQ=WEEKLY;UNTIL=20261231T080000Z\nEXDATE:20261208T080000Z"),
        INSTEAD.format(":20261215T080000Z", "20261216T110000"),
    ],
    "in UTC, of calendars with a zone and without": [
        "X-WR-TIMEZONE:Europe/Paris",
        UTC.format("RRULE:FREQ=WEEKLY;COUNT=40"),
        "END:VCALENDAR\nBEGIN:VCALENDAR",
        UTC.format("RRULE:FREQ=WEEKLY;COUNT=40").replace("UID:x", "UID:y").replace("T0", "T1"),
    ],
    "two rules": [
        DATES.format(
            "RRULE:FREQ=WEEKLY;COUNT=3\nRRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=9\n"
            "EXDATE;TZID=Europe/Paris:20261210T090000"
        ),
        INSTEAD.format(";TZID=Europe/Paris:20261217T090000", "20261218T110000"),
    ],
    "two rules, one endless": [
        DATES.format("RRULE:FREQ=MONTHLY;BYDAY=1TU\nRRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20270301T000000Z")
    ],
    "two rules, one ended before it began": [
        DATES.format("RRULE:FREQ=WEEKLY;COUNT=3\nRRULE:FREQ=DAILY;UNTIL=20261130T230000Z")
    ],
}
DIFFERENCES = {
    "changed, and given no longer": "What a series gives no longer is not booked, and the report says so.",
    "hour of a series that moved left in EXDATE": "A date left out of the series stays out when the series moves.",
    "end_before_start_event.ics": "Its end comes before its start: refused, and the report says so.",
    "issue_132_swapped_start_and_end.ics": "Its end comes before its start: refused, and the report says so.",
    "issue_75_range_parameter.ics": "RANGE=THISANDFUTURE counts for its date alone, and the report says so.",
    "issue_201_test_matrix.ics": "A day with a time for its end is a day of the town, not of UTC.",
    "multiple_calendar_components.ics": "An event that the file gives twice is booked once.",
    "odd.ics": "The library reads nothing of a file that is cut: its whole events are booked.",
}
# The library reads none of their events: two DTSTART, an hour where a date belongs, a line of one letter.
UNREAD = {
    "america_new_york_forward_reference.ics",
    "pacific_fiji.ics",
    "multiple_timezones.ics",
    "issue_104_broken_calendar.ics",
}


def shipped(folder: Traversable) -> Iterator[Traversable]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from shipped(entry)
        elif entry.name.endswith(".ics"):
            data = entry.read_bytes()
            if b"BEGIN:VCALENDAR" in data and b"BEGIN:VEVENT" in data:
                yield entry


CALENDARS = {
    **{
        name: "\n".join(["BEGIN:VCALENDAR", *parts, "END:VCALENDAR\n"]).encode()
        for name, parts in CASES.items()
    },
    **{file.name: file.read_bytes() for file in sorted(FILES.glob("*.ics"))},
    **{file.name: file.read_bytes() for package in PACKAGES for file in shipped(files(package))},
}


@pytest.fixture(autouse=True)
def _own_zones() -> Iterator[None]:
    """The library remembers every zone that it met, and khal, in another test, has it use pytz."""
    before = tzp.name
    icalendar.use_zoneinfo()
    yield
    tzp.use(before)


def booked(data: bytes, since: date, until: date) -> Dates:
    units = ics.read_ics(data, room=Room(name="Salle"), since=since, report=Report())
    return Counter(
        (slot.period.lower, slot.period.upper)
        for unit in units
        if isinstance(unit, Unit)
        for slot in unit.slots
        if not slot.is_cancelled and is_within(slot.period, since, until)
    )


def expected(data: bytes, since: date, until: date) -> Dates:
    dates: Dates = Counter()
    for event in occurrences(data, since - timedelta(days=1), until + timedelta(days=1)):
        is_free = event.get("TRANSP") == "TRANSPARENT" or event.get("X-MICROSOFT-CDO-BUSYSTATUS") == "FREE"
        if is_free or event.get("STATUS") == "CANCELLED":
            continue
        start, end = moment(event["DTSTART"].dt), moment(event["DTEND"].dt)
        if start == end:
            # Without an end, an hour is booked.
            end = start + timedelta(hours=1)
        try:
            period, _ = widened(start, end)
        except Impossible:
            continue
        if is_within(period, since, until):
            dates[period.lower, period.upper] += 1
    return dates


def occurrences(data: bytes, since: date, until: date) -> Iterator[Any]:
    for calendar in icalendar.Calendar.from_ical(data, multiple=True):
        # Without a start, there is no event; the library stops at the first.
        calendar.subcomponents = [
            part for part in calendar.subcomponents if part.name != "VEVENT" or "DTSTART" in part
        ]
        yield from recurring_ical_events.of(calendar, skip_bad_series=True).between(since, until)


def moment(value: date) -> datetime:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=town_zone())
    return midnight(value)


def is_within(period: DateTimeTZRange, since: date, until: date) -> bool:
    return period.upper > midnight(since) and period.lower < midnight(until)


def first_day(data: bytes) -> date:
    """Of its events, from 2001 on: zones of the past come before."""
    days = re.findall(rb"DTSTART[^:\r\n]*:(20[0-4][0-9][01][0-9][0-3][0-9])", data)
    return date.fromisoformat(min(days, default=b"20200101").decode())


@pytest.mark.filterwarnings("ignore::icalendar.error.GloballyUniqueTZIDGuessed")
@pytest.mark.parametrize("name", sorted(set(CALENDARS) - UNREAD))
def test_dates(name):
    data = CALENDARS[name]
    first = first_day(data)
    seen, wanted = [], []
    for since in (first, first + timedelta(days=200)):
        until = since + timedelta(days=600)
        seen.append(booked(data, since, until))
        wanted.append(expected(data, since, until))
    if name in DIFFERENCES:
        assert seen != wanted
    else:
        assert seen == wanted


def test_every_difference_is_of_a_calendar():
    assert set(DIFFERENCES) | UNREAD <= set(CALENDARS)
