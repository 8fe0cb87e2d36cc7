"""The dates booked from a calendar are those that `recurring-ical-events` finds in it."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial
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
PARIS = ";TZID=Europe/Paris:"


def event(*lines: str) -> str:
    return "\n".join(["BEGIN:VEVENT", "UID:x", "SUMMARY:x", *lines, "END:VEVENT"])


def instead(of: str, on: str, *lines: str) -> str:
    return event(f"RECURRENCE-ID{of}", f"DTSTART{PARIS}{on}", "DURATION:PT2H", *lines)


one = partial(event, f"DTSTART{PARIS}20261201T090000", f"DTEND{PARIS}20261201T100000")
tuesdays = partial(one, "RRULE:FREQ=WEEKLY;COUNT=6")
summer_in_utc = partial(event, "DTSTART:20260602T080000Z", "DTEND:20260602T090000Z")
whole_days = partial(event, "DTSTART;VALUE=DATE:20261201")
ADDED = f"RDATE{PARIS}20261203T090000,20261208T140000"
NEW_YORK = ";TZID=America/New_York:"
CASES = {
    "EXDATE on RDATE": [one(ADDED, f"EXDATE{PARIS}20261203T090000")],
    "EXDATE on RDATE, in UTC": [one(ADDED, "EXDATE:20261203T080000Z")],
    "EXDATE on RDATE of a day of the rule": [tuesdays(ADDED, f"EXDATE{PARIS}20261208T140000")],
    "EXDATE on the rule of a day of RDATE": [tuesdays(ADDED, f"EXDATE{PARIS}20261208T090000")],
    "EXDATE of a whole day": [tuesdays(ADDED, "EXDATE;VALUE=DATE:20261208,20261203")],
    "EXDATE on DTSTART": [one(ADDED, f"EXDATE{PARIS}20261201T090000")],
    "EXDATE on DTSTART alone": [one(f"EXDATE{PARIS}20261201T090000")],
    "EXDATE on DTSTART that the rule does not give": [
        one("RRULE:FREQ=WEEKLY;BYDAY=TH;COUNT=3", f"EXDATE{PARIS}20261201T090000")
    ],
    "RDATE twice": [tuesdays(ADDED, ADDED)],
    "RDATE of a whole day": [whole_days("RDATE;VALUE=DATE:20261203,20261204", "EXDATE;VALUE=DATE:20261203")],
    "RDATE moved": [one(ADDED), instead(f"{PARIS}20261203T090000", "20261204T110000")],
    "RDATE of a day of the rule moved, and the rule": [
        tuesdays(ADDED),
        instead(f"{PARIS}20261208T140000", "20261209T110000"),
        instead(f"{PARIS}20261208T090000", "20261210T110000"),
    ],
    "DTSTART moved, without a rule": [one("SEQUENCE:1"), instead(":20261201T080000Z", "20261202T110000")],
    "excluded, and changed before": [
        tuesdays(f"EXDATE{PARIS}20261208T090000"),
        instead(f"{PARIS}20261208T090000", "20261209T110000"),
    ],
    "excluded in UTC, and changed before": [
        tuesdays("EXDATE:20261208T080000Z"),
        instead(":20261208T080000Z", "20261209T110000"),
    ],
    "excluded from RDATE, and changed before": [
        one(ADDED, f"EXDATE{PARIS}20261203T090000"),
        instead(f"{PARIS}20261203T090000", "20261204T110000"),
    ],
    "changed, and given no longer": [
        tuesdays("SEQUENCE:3"),
        instead(f"{PARIS}20270209T090000", "20270210T110000"),
    ],
    "changed alone": [instead(f"{PARIS}20270209T090000", "20270210T110000")],
    "changed on another clock, after midnight": [
        tuesdays("SEQUENCE:1").replace("T090000", "T003000").replace("T100000", "T013000"),
        event("RECURRENCE-ID:20261207T233000Z", "DTSTART:20261209T100000Z", "DURATION:PT2H"),
    ],
    "moved from long before": [
        one("RRULE:FREQ=DAILY;UNTIL=20270901T000000Z"),
        instead(f"{PARIS}20261205T090000", "20270802T110000"),
    ],
    "moved to long before": [
        one("RRULE:FREQ=DAILY;UNTIL=20270901T000000Z"),
        instead(f"{PARIS}20270802T090000", "20261205T110000"),
    ],
    "ended before it began": [one("RRULE:FREQ=WEEKLY;UNTIL=20261130T230000Z")],
    "RDATE of periods on another clock": [
        one(f"RDATE;VALUE=PERIOD{NEW_YORK}20261203T090000/20261203T113000,20261204T090000/PT2H")
    ],
    "RDATE of periods in UTC": [one("RDATE;VALUE=PERIOD:20261203T090000Z/20261203T113000Z")],
    "RDATE of periods, one excluded": [
        one(
            f"RDATE;VALUE=PERIOD{NEW_YORK}20261203T090000/PT2H,20261204T090000/PT2H",
            f"EXDATE{NEW_YORK}20261204T090000",
        )
    ],
    "zone of Lotus Notes": [LOTUS, tuesdays("SEQUENCE:1").replace("Europe/Paris", "Eastern")],
    "zone of Lotus Notes in summer": [
        LOTUS,
        tuesdays("SEQUENCE:1").replace("Europe/Paris", "Eastern").replace("202612", "202706"),
    ],
    "hour of a series that moved left in EXDATE": [tuesdays(f"EXDATE{PARIS}20261208T140000")],
    "free, with a busy date": [
        tuesdays("TRANSP:TRANSPARENT"),
        instead(f"{PARIS}20261208T090000", "20261209T110000"),
        instead(f"{PARIS}20261215T090000", "20261216T110000", "TRANSP:TRANSPARENT"),
    ],
    "free for Outlook, with a busy date": [
        tuesdays("X-MICROSOFT-CDO-BUSYSTATUS:FREE"),
        instead(":20261208T080000Z", "20261208T090000", "X-MICROSOFT-CDO-BUSYSTATUS:BUSY"),
    ],
    "whole days, one replaced by a time of another zone": [
        whole_days("RRULE:FREQ=DAILY;COUNT=14"),
        instead(";TZID=Asia/Tokyo:20261208T000000", "20261209T110000"),
        instead(f"{NEW_YORK}20261210T190000", "20261212T110000"),
    ],
    "in UTC, of a calendar with a zone": [
        "X-WR-TIMEZONE:Europe/Paris",
        summer_in_utc("RRULE:FREQ=WEEKLY;UNTIL=20261231T080000Z", "EXDATE:20261208T080000Z"),
        instead(":20261215T080000Z", "20261216T110000"),
    ],
    "in UTC, of calendars with a zone and without": [
        "X-WR-TIMEZONE:Europe/Paris",
        summer_in_utc("RRULE:FREQ=WEEKLY;COUNT=40"),
        "END:VCALENDAR\nBEGIN:VCALENDAR",
        summer_in_utc("RRULE:FREQ=WEEKLY;COUNT=40").replace("UID:x", "UID:y").replace("T0", "T1"),
    ],
    "two rules": [
        one(
            "RRULE:FREQ=WEEKLY;COUNT=3",
            "RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=9",
            f"EXDATE{PARIS}20261210T090000",
        ),
        instead(f"{PARIS}20261217T090000", "20261218T110000"),
    ],
    "two rules, one endless": [
        one("RRULE:FREQ=MONTHLY;BYDAY=1TU", "RRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20270301T000000Z")
    ],
    "two rules, one ended before it began": [
        one("RRULE:FREQ=WEEKLY;COUNT=3", "RRULE:FREQ=DAILY;UNTIL=20261130T230000Z")
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
    for found in occurrences(data, since - timedelta(days=1), until + timedelta(days=1)):
        is_free = found.get("TRANSP") == "TRANSPARENT" or found.get("X-MICROSOFT-CDO-BUSYSTATUS") == "FREE"
        if is_free or found.get("STATUS") == "CANCELLED":
            continue
        start, end = moment(found["DTSTART"].dt), moment(found["DTEND"].dt)
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
