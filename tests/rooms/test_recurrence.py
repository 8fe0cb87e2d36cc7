"""The dates of a rhythm, whoever computes them: dateutil here, a calendar program elsewhere."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from rooms.recurrence import (
    Frequency,
    Rule,
    UnknownRule,
    clock_of,
    minutes_of,
    ranks_of,
    sentence_of,
    times_on,
)

PARIS = ZoneInfo("Europe/Paris")
WEEKLY, MONTHLY = Frequency.WEEKLY, Frequency.MONTHLY
FIRST = date(2026, 12, 1)  # A Tuesday.


def a_rule(**fields: Any) -> Rule:
    end = {} if {"until", "count"} & set(fields) else {"until": date(2027, 6, 30)}
    return Rule(**{"frequency": WEEKLY, **end, **fields})


# With the end that `a_rule` gives where there is « … »; and the first dates.
RULES: list[tuple[dict[str, Any], str, str, str]] = [
    (
        {"frequency": Frequency.DAILY, "count": 3},
        "FREQ=DAILY;COUNT=3",
        "chaque jour, 3 fois",
        "12-01 12-02 12-03",
    ),
    (
        {"weekdays": (0, 1, 2, 3, 4), "count": 5},
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=5",
        "du lundi au vendredi, 5 fois",
        "12-01 12-02 12-03 12-04 12-07",
    ),
    ({"weekdays": (1,)}, "FREQ=WEEKLY;BYDAY=TU…", "chaque mardi…", "12-01 12-08"),
    (
        {"weekdays": (0, 3), "interval": 3},
        "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TH…",
        "toutes les 3 semaines, le lundi et le jeudi…",
        "12-03 12-21 12-24",
    ),
    (
        {"weekdays": (2,), "interval": 2},
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE…",
        "un mercredi sur deux…",
        "12-02 12-16",
    ),
    (
        {"frequency": MONTHLY, "nth": (1, 1)},
        "FREQ=MONTHLY;BYDAY=1TU…",
        "le premier mardi de chaque mois…",
        "12-01 01-05",
    ),
    (
        {"frequency": MONTHLY, "nth": (-1, 4), "interval": 2},
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR…",
        "le dernier vendredi, tous les 2 mois…",
        "12-25 02-26",
    ),
    (
        {"frequency": MONTHLY, "month_day": 31},
        "FREQ=MONTHLY;BYMONTHDAY=31…",
        "le 31 de chaque mois…",
        "12-31 01-31 03-31",
    ),
    (
        {"frequency": Frequency.YEARLY, "count": 3},
        "FREQ=YEARLY;COUNT=3",
        "le 1ᵉʳ\u00a0décembre de chaque année, 3 fois",
        "12-01 12-01 12-01",
    ),
]


@pytest.mark.parametrize(("fields", "text", "sentence", "dates"), RULES)
def test_what_it_says(fields, text, sentence, dates):
    rule, text = a_rule(**fields), text.replace("…", ";UNTIL=20270630")
    sentence = sentence.replace("…", " jusqu’au 30\u00a0juin\u00a02027")
    assert rule.rrule() == text
    assert Rule.read(text) == rule
    assert rule.sentence(FIRST) == sentence == sentence_of(text, FIRST)
    assert " ".join(f"{day:%m-%d}" for day in rule.dates(FIRST)).startswith(dates)


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=SECONDLY",
        "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1",
        "FREQ=MONTHLY;BYDAY=5TU",
        "FREQ=WEEKLY;BYDAY=TU;WKST=SU",
        "FREQ=DAILY;INTERVAL=0",
        "nothing",
        "",
    ],
)
def test_rules_of_another_house(text):
    with pytest.raises(UnknownRule):
        Rule.read(text)
    assert "d’où elle vient" in sentence_of(text, FIRST)


def test_every_day_but_some_is_a_week_s_rule():
    assert Rule.read("FREQ=DAILY;BYDAY=FR,MO;COUNT=2").rrule() == "FREQ=WEEKLY;BYDAY=MO,FR;COUNT=2"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"weekdays": (1,), "count": 10_000}, "too_many_dates"),
        ({"weekdays": (1,), "count": 0}, "too_many_dates"),
        ({"frequency": Frequency.DAILY, "until": date(2029, 11, 30)}, "too_many_dates"),
        ({"weekdays": (1,), "until": date(2036, 12, 1)}, "too_long"),
        ({"weekdays": (1,), "interval": 99, "count": 50}, "too_long"),
        ({"weekdays": (1,), "until": date(2026, 11, 30)}, "ends_before_start"),
        ({"weekdays": (1,), "until": None}, "no_end"),
        ({"weekdays": (1,), "count": 3, "until": date(2027, 1, 1)}, "no_end"),
        ({"weekdays": (1,), "interval": 0}, "interval"),
        ({"weekdays": (1,), "interval": 1000}, "interval"),
        ({"weekdays": (0,), "until": date(2026, 12, 3)}, "no_date"),
    ],
)
def test_refused_before_it_is_followed(fields, code):
    with pytest.raises(ValidationError) as refusal:
        a_rule(**fields).dates(FIRST)
    assert refusal.value.code == code


def test_a_day_that_no_february_has():
    rule = Rule(MONTHLY, interval=12, month_day=30, until=date(2029, 2, 1))
    with pytest.raises(ValidationError, match="ne tombe jamais"):
        rule.dates(date(2027, 2, 1))


def test_29_february():
    rule = Rule(Frequency.YEARLY, until=date(2031, 2, 28))
    assert rule.dates(date(2028, 2, 29)) == [date(2028, 2, 29)]


@pytest.mark.parametrize(
    ("fields", "days", "moved"),
    [
        ({"weekdays": (1,), "count": 10}, 7, "FREQ=WEEKLY;BYDAY=TU;COUNT=10"),
        ({"weekdays": (1, 3), "count": 10}, 1, "FREQ=WEEKLY;BYDAY=WE,FR;COUNT=10"),
        ({"weekdays": (1,)}, -1, "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270629"),
        ({"frequency": Frequency.DAILY}, 3, "FREQ=DAILY;UNTIL=20270703"),
        ({"frequency": MONTHLY, "month_day": 1}, 9, "FREQ=MONTHLY;BYMONTHDAY=10;UNTIL=20270709"),
        ({"frequency": MONTHLY, "nth": (1, 1)}, 7, "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20270707"),
        ({"frequency": MONTHLY, "nth": (1, 1)}, 3, None),
        # Over the end of the week, a fortnight's Tuesday and Sunday are no longer of the same week.
        ({"weekdays": (1, 6), "interval": 2}, 1, None),
    ],
)
def test_moved(fields, days, moved):
    rule = a_rule(**fields).moved(FIRST, days)
    assert (rule and rule.rrule()) == moved


def test_clocks():
    assert (minutes_of("24:00"), minutes_of("09:30")) == (1440, 570)
    assert (clock_of(1440), clock_of(570)) == ("minuit", "9\u00a0h\u00a030")
    assert ranks_of(date(2026, 11, 26)) == [4, -1]
    assert ranks_of(date(2026, 12, 31)) == [-1]


@pytest.mark.parametrize(
    ("day", "words", "length"),
    [(date(2027, 3, 28), "n’existe pas", 2), (date(2026, 10, 25), "existe deux fois", 4)],
)
def test_nights_when_the_clocks_change(day, words, length):
    with pytest.raises(ValidationError, match=words):
        times_on(day, 150, 240)
    # From 1 h to 4 h, two hours or four.
    hours = times_on(day, 60, 240)
    assert hours.upper.astimezone(UTC) - hours.lower.astimezone(UTC) == timedelta(hours=length)
    assert times_on(day, 0, 1440).upper == datetime.combine(day + timedelta(days=1), time(), tzinfo=PARIS)


@st.composite
def rules(draw: st.DrawFn) -> tuple[Rule, date]:
    first = draw(st.dates(date(2026, 9, 1), date(2027, 4, 15)))
    interval = draw(st.integers(1, 4))
    kind = draw(st.sampled_from(["daily", "weekly", "day", "nth", "yearly"]))
    end: dict[str, Any] = (
        {"count": draw(st.integers(1, 60))}
        if draw(st.booleans())
        else {"until": first + timedelta(days=draw(st.integers(0, 360)))}
    )
    fields: dict[str, Any] = {
        "daily": {"frequency": Frequency.DAILY},
        "weekly": {
            "frequency": WEEKLY,
            "weekdays": tuple(sorted(draw(st.sets(st.integers(0, 6), min_size=1)))),
        },
        "day": {"frequency": MONTHLY, "month_day": draw(st.sampled_from([*range(1, 32), -1]))},
        "nth": {
            "frequency": MONTHLY,
            "nth": (draw(st.sampled_from([1, 2, 3, 4, -1])), draw(st.integers(0, 6))),
        },
        "yearly": {"frequency": Frequency.YEARLY},
    }[kind]
    return Rule(interval=interval, **fields, **end), first


def calendar_of(rule: Rule, first: date, starts_at: int, ends_at: int) -> Calendar:
    """As a feed writes it: times of the town's clock, UNTIL in universal time as RFC 5545 asks."""
    text = rule.rrule()
    if rule.until:
        last = datetime.combine(rule.until + timedelta(days=1), time(), tzinfo=PARIS) - timedelta(seconds=1)
        text = text.replace(f"{rule.until:%Y%m%d}", f"{last.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    clocks = [f"{first:%Y%m%d}T{minutes // 60:02}{minutes % 60:02}00" for minutes in (starts_at, ends_at)]
    return Calendar.from_ical(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:x\r\nDTSTAMP:20260101T000000Z\r\n"
        f"DTSTART;TZID=Europe/Paris:{clocks[0]}\r\nDTEND;TZID=Europe/Paris:{clocks[1]}\r\n"
        f"RRULE:{text}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


@settings(max_examples=100, deadline=None)
@given(rules(), st.sampled_from([(0, 45), (120, 195), (150, 180), (540, 600), (1320, 1425)]))
def test_a_calendar_program_sees_the_same(ruled, clocks):
    """Over both changes of the clocks (25 October 2026, 28 March 2027), each date at the same local times."""
    rule, asked = ruled
    days = list(rule.days(asked))[: rule.count]
    if not days:
        return
    first = days[0]
    days = list(rule.days(first))[: rule.count]
    mine = {}
    for day in days:
        try:
            period = times_on(day, *clocks)
        except ValidationError:
            continue
        mine[day] = (period.lower.astimezone(UTC), period.upper.astimezone(UTC))
    if first not in mine:
        # A DTSTART that the clocks skip gives all its dates another length; no series begins there.
        return
    end = first.replace(year=first.year + 3) + timedelta(days=1)
    events = recurring_ical_events.of(calendar_of(rule, first, *clocks)).between(first, end)
    theirs = {
        event["DTSTART"].dt.date(): (event["DTSTART"].dt.astimezone(UTC), event["DTEND"].dt.astimezone(UTC))
        for event in events
    }
    assert sorted(theirs) == days
    assert mine == {day: hours for day, hours in theirs.items() if day in mine}
    assert set(days) - set(mine) <= {date(2026, 10, 25), date(2027, 3, 28), *_later_changes()}


def _later_changes() -> set[date]:
    autumns = {date(2027, 10, 31), date(2028, 10, 29), date(2029, 10, 28)}
    return autumns | {date(2028, 3, 26), date(2029, 3, 25), date(2030, 3, 31)}
