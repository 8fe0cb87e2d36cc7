"""What lives in the rooms of the demonstration town, dated from the day of its load."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.utils import timezone

from core.people.models import Agent
from demo.dates import at
from rooms import policies
from rooms.availability import occupancy
from rooms.models import (
    Attendee,
    Booking,
    Closure,
    Room,
    RoomProblem,
    SearchTally,
    Series,
    ServiceRequest,
    Wait,
)
from rooms.querysets import Level, levels_of
from rooms.recurrence import Rule

pytestmark = pytest.mark.usefixtures("town_of_the_first_day")
FIRST_DAY = date(2026, 11, 25)


def assert_life(on: date) -> None:
    """The same on each day: everything is dated from it."""
    states = Counter(Booking.objects.values_list("state", flat=True))
    assert (states["requested"], states["freed"], states["declined"]) == (3, 4, 1)
    assert not Booking.objects.filter(state="requested", period__startswith__lte=at(on, "10:00")).exists()
    waits = list(Wait.objects.select_related("room"))
    assert len(waits) == 3
    for wait in waits:
        assert occupancy.conflicts([wait.room], [wait.period])
    assert Closure.objects.filter(period__startswith__gt=at(on, "10:00")).count() == 3
    assert (
        RoomProblem.objects.filter(fixed_at=None, reported_at__gt=at(on - timedelta(days=4), "00:00")).count()
        == 2
    )
    present = Booking.objects.filter(checked_in_at__isnull=False)
    assert present.count() > 10
    assert not present.filter(checked_in_at__gt=at(on, "10:00")).exists()
    assert SearchTally.objects.filter(on__gt=on - timedelta(days=10), people=12).exists()
    assert not SearchTally.objects.filter(on__gte=on).exists()
    for series in Series.objects.prefetch_related("occurrences"):
        rule = Rule.read(series.rule)
        expected = [series.first_date + timedelta(weeks=rule.interval * n) for n in range(rule.count or 0)]
        occurrences = sorted(series.occurrences.all(), key=lambda each: each.series_date)
        assert [each.series_date for each in occurrences] == expected
        moved = [each for each in occurrences if timezone.localdate(each.period.lower) != each.series_date]
        assert not moved


def test_it_lives_from_the_first_day():
    assert_life(FIRST_DAY)
    whole = Room.objects.get(slug="conseil")
    sharing = Room.objects.sharing_cells_with(whole).values_list("slug", flat=True)
    assert set(sharing) == {"conseil", "conseil-a", "conseil-b"}
    assert Booking.objects.filter(series__isnull=False, is_apart=True).count() == 2
    assert (Attendee.objects.count(), ServiceRequest.objects.count()) == (7, 3)
    assert Room.objects.exclude(photo=None).exclude(photo_alt="").count() == 4
    agent, keeper = (Agent.objects.get(identifiant=name) for name in ("agent", "aduval"))
    rooms = {room.slug: room for room in Room.objects.all()}
    seen = {slug: levels_of(agent).of(rooms[slug]) for slug in ("remparts", "posidonie", "sirocco", "cypres")}
    assert seen == {
        "remparts": Level.BOOK,
        "posidonie": Level.ASK,
        "sirocco": Level.TAKEN,
        "cypres": Level.BOOK,
    }
    assert [slug for slug, room in rooms.items() if policies.can_manage_room(keeper, room)] == ["restanque"]
