"""The town's clock on ordinary days and when it changes."""

from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.core.exceptions import ValidationError

from rooms import periods
from tests.rooms.factories import a_booking, hours

AUTUMN, SPRING = date(2026, 10, 25), date(2027, 3, 28)


@pytest.mark.parametrize(("day", "hours_in_it"), [(AUTUMN, 25), (SPRING, 23), (date(2026, 11, 26), 24)])
def test_length_of_the_day(day, hours_in_it):
    whole = periods.whole_day(day)
    assert (whole.upper.astimezone(UTC) - whole.lower.astimezone(UTC)).total_seconds() == hours_in_it * 3600
    assert len(list(periods.quarters(whole.lower, whole.upper))) == hours_in_it * 4 + 1


@pytest.mark.parametrize(("day", "words"), [(AUTUMN, "existe deux fois"), (SPRING, "n’existe pas")])
def test_half_past_two(day, words):
    with pytest.raises(ValidationError) as refusal:
        periods.sure_moment(day, time(2, 30))
    assert words in refusal.value.message


@pytest.mark.parametrize(("day", "rows"), [(AUTUMN, 100), (SPRING, 92)])
def test_the_calendar_of_that_day(day, rows, room_manager, room, signed_in):
    with time_machine.travel(datetime(day.year, day.month, day.day, 11, tzinfo=UTC), tick=False):
        room.opening_hours.all().delete()
        for weekday in range(7):
            room.opening_hours.create(weekday=weekday, opens_at=time(0), closes_at=time(23, 45))
        a_booking(room, room_manager, hours("01:00", "04:00", on=day))
        client = signed_in(room_manager)  # type: ignore[operator]  # (the fixture's callable)
        page = client.get(f"/salles/?site={room.site.slug}&le={day}").text
    # One hour more or less between 1 h and 4 h.
    assert f"from-5 to-{21 if rows == 100 else 13}" in page
    assert f"to-{rows + 1}" in page


@pytest.mark.parametrize(
    "text", ["", "x", "2026-13-01", "0001-01-01", "9999-12-31", "-1", "\x00", "2026-11-26\x00", "９"]
)
def test_unreadable_days(text):
    assert periods.readable_day(text) is None


def test_when():
    assert periods.when(hours("22:00", "00:00", until=date(2026, 11, 28))).endswith("à minuit")
    assert periods.when(hours("09:00", "10:30", until=date(2026, 11, 28))).startswith("du vendredi")
