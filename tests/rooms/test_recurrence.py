"""The dates of a rhythm, how it is said, refused and moved; tests/rooms/ical asks what calendar programs make of it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

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
        "FREQ=DAILY;INTERVAL=0",
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
        ({"frequency": Frequency.DAILY, "until": date(2029, 11, 30)}, "too_many_dates"),
        ({"weekdays": (1,), "interval": 99, "count": 50}, "too_long"),
        ({"weekdays": (1,), "until": date(2026, 11, 30)}, "ends_before_start"),
        ({"weekdays": (1,), "until": None}, "no_end"),
        ({"weekdays": (1,), "count": 3, "until": date(2027, 1, 1)}, "no_end"),
        ({"weekdays": (1,), "interval": 0}, "interval"),
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
        ({"weekdays": (1, 3), "count": 10}, 1, "FREQ=WEEKLY;BYDAY=WE,FR;COUNT=10"),
        ({"weekdays": (1,)}, -1, "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270629"),
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
