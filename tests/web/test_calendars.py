"""What is written for calendars: time zones that Outlook reads too."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.web.calendars import time_zone

HOURS = [datetime(2027, 1, 1, tzinfo=UTC) + timedelta(hours=number) for number in range(366 * 24)]


@pytest.mark.parametrize(
    "key",
    [
        "Europe/Paris", "America/Martinique", "America/Miquelon", "Indian/Reunion", "Pacific/Noumea",
        "America/New_York", "America/St_Johns", "Australia/Sydney", "Australia/Lord_Howe", "UTC",
    ],
)  # fmt: skip
def test_a_zone_has_rules_and_means_the_clocks(key):
    """Outlook reads no RDATE in a zone."""
    written = time_zone(key)
    assert "RDATE" not in written.to_ical().decode()
    clock = written.to_tz(lookup_tzid=False)
    offsets = [
        (hour.astimezone(clock).utcoffset(), hour.astimezone(ZoneInfo(key)).utcoffset()) for hour in HOURS
    ]
    assert [hour for hour, (seen, wanted) in zip(HOURS, offsets, strict=True) if seen != wanted] == []


def test_a_zone_without_yearly_rules_has_each_change():
    """Its clocks change at the end of a day that is not the day of the rule."""
    assert b"RDATE" in time_zone("Asia/Gaza").to_ical()
