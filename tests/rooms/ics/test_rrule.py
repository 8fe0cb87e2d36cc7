"""The days of a rule agree with the library that knows rules, whatever the rule."""

from datetime import date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.ics.rrule import Unknown, parse
from rooms.recurrence import CODES

FIRST = date(2026, 1, 1)
LAST = FIRST + timedelta(days=3 * 366)
weekdays = st.lists(st.sampled_from(CODES), min_size=1, max_size=3, unique=True).map(",".join)
ranked = st.tuples(st.sampled_from([1, 2, 3, 4, 5, -1, -2]), st.sampled_from(CODES)).map(
    lambda one: f"{one[0]}{one[1]}"
)
month_days = st.lists(st.integers(-31, 31).filter(bool), min_size=1, max_size=3, unique=True).map(
    lambda days: ",".join(map(str, days))
)
months = st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True).map(
    lambda found: ",".join(map(str, found))
)


@st.composite
def rules(draw: st.DrawFn) -> str:
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = {"FREQ": freq, "INTERVAL": str(draw(st.integers(1, 5)))}
    if draw(st.booleans()):
        parts["BYMONTH"] = draw(months)
    if freq != "WEEKLY" and draw(st.booleans()):
        parts["BYMONTHDAY"] = draw(month_days)
    if draw(st.booleans()):
        parts["BYDAY"] = draw(weekdays if freq in ("DAILY", "WEEKLY") else st.one_of(weekdays, ranked))
    # Of a week that begins before the first date, dateutil counts positions from that date, RFC 5545 from its Monday.
    if len(parts) > 2 and freq not in ("DAILY", "WEEKLY") and draw(st.booleans()):
        parts["BYSETPOS"] = draw(st.sampled_from(["1", "-1", "1,2", "2,-1"]))
    if freq == "WEEKLY" and draw(st.booleans()):
        parts["WKST"] = draw(st.sampled_from(CODES))
    if draw(st.booleans()):
        parts["COUNT"] = str(draw(st.integers(1, 40)))
    elif draw(st.booleans()):
        parts["UNTIL"] = f"{draw(st.dates(FIRST, LAST)):%Y%m%d}"
    return ";".join(f"{name}={value}" for name, value in parts.items())


@settings(max_examples=100, deadline=None)
@given(rules(), st.dates(FIRST, FIRST + timedelta(days=800)))
def test_agrees_with_dateutil(rule, first):
    start = datetime.combine(first, datetime.min.time())
    # A rule that never falls is looked for up to the year 9999 there: it is bounded by its own end.
    bounded = rule if "UNTIL" in rule else f"{rule};UNTIL={LAST:%Y%m%d}"
    if "COUNT" in rule:
        bounded = rule
    wanted = []
    for moment in rrulestr(bounded, dtstart=start):
        if moment.date() > LAST:
            break
        wanted.append(moment.date())
    assert list(parse(rule).dates(first, LAST)) == wanted
    since = first + timedelta(days=200)
    late = [day for day in parse(rule).dates(first, LAST, since=since) if day >= since]
    assert late == [day for day in wanted if day >= since]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=HOURLY;INTERVAL=2", "FREQ=", "", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=-1",
        "FREQ=WEEKLY;BYDAY=XX", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=YEARLY;BYWEEKNO=3", "FREQ=DAILY;BYHOUR=9,14",
        "FREQ=MONTHLY;RSCALE=HEBREW", "FREQ=DAILY;UNTIL=demain", "FREQ=DAILY;COUNT=99999999999999",
        "FREQ=WEEKLY;BYDAY=0MO", "FREQ=MONTHLY;BYDAY=-0MO", "FREQ=MONTHLY;BYDAY=1MO,+00FR", "FREQ=DAILY;INTERVAL=1_0",
        "FREQ=MONTHLY;BYMONTHDAY=1_0", "FREQ=DAILY;COUNT=٣", "FREQ=DAILY;UNTIL=2026-W01",
    ],
)  # fmt: skip
def test_refused(rule):
    with pytest.raises(Unknown):
        parse(rule)


def test_what_outlook_repeats_is_read():
    assert parse("FREQ=DAILY;BYHOUR=9;BYMINUTE=0;COUNT=2").count == 2
    assert not list(parse("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30").dates(FIRST, LAST))
