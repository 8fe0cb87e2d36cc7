"""What pages, doors and the waiting list offer is what the rules allow."""

import random
import re
from datetime import date, time, timedelta
from functools import cache

import pytest
import time_machine
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core.people.models import Agent
from rooms import periods, waiting_list
from rooms.availability import occupancy, rules
from rooms.availability.free_rooms import free_now
from rooms.models import Level, Room, Wait
from rooms.querysets import levels_of
from tests.rooms.availability.generated import DAYS, many_bookings, many_rooms
from tests.rooms.factories import TODAY, TOMORROW, a_room, hours

QUARTERS = [time(hour, minute) for hour in range(7, 20) for minute in (0, 15, 30, 45)]


def allowed(period: DateTimeTZRange, by: Agent) -> set[int]:
    """What actions take."""
    rooms = list(Room.objects.select_related("site"))
    [refused] = rules.obstacles(rooms, [period], by=by)
    taken = {room for _, room, _ in occupancy.conflicts(rooms, [period])}
    return {room.pk for room in rooms} - refused.keys() - taken


def from_clock(day: date, clock: time, minutes: int) -> DateTimeTZRange:
    start = periods.at(day, clock)
    return DateTimeTZRange(start, start + timedelta(minutes=minutes))


def is_open(room: Room, period: DateTimeTZRange) -> bool:
    """Managers book outside the hours, which searches do not offer by themselves."""
    start, end = timezone.localtime(period.lower), timezone.localtime(period.upper)
    if end.date() != start.date() or rules.closing_holiday(
        start.date(), opens_on_holidays=room.site.is_open_on_holidays
    ):
        return False
    own = room.opening_hours.filter(weekday=start.weekday())
    return own.filter(opens_at__lte=start.time(), closes_at__gte=end.time()).exists()


@pytest.fixture(params=["author", "room_manager"])
def someone(request: pytest.FixtureRequest) -> Agent:
    agent: Agent = request.getfixturevalue(request.param)
    rng = random.Random(request.param)
    many_rooms(rng, agent)
    many_bookings(rng, agent)
    return agent


@pytest.mark.parametrize("clock", [time(9, 50), time(14), time(18, 40)])
def test_free_now(someone, clock):
    now = periods.at(TODAY, clock)
    with time_machine.travel(now, tick=False):
        since = periods.started_quarter(now)
        level = levels_of(someone).of
        book = {room.pk for room in Room.objects.all() if level(room) >= Level.BOOK}
        rooms = {room.pk: room for room in Room.objects.select_related("site")}
        found = {one.room.pk: one.until for one in free_now(by=someone)}
        for minutes in range(15, 10 * 60, 15):
            period = DateTimeTZRange(since, since + timedelta(minutes=minutes))
            expected = {pk for pk in allowed(period, someone) & book if is_open(rooms[pk], period)}
            assert {pk for pk, until in found.items() if until >= period.upper} == expected
        assert found


def test_the_first_link_of_each_column_of_the_day(someone, signed_in):
    client, found = signed_in(someone), 0
    # One page for each day and site, which shows all the site's rooms.
    page_of = cache(lambda day, site: client.get(f"/salles/?le={day}&site={site}").text)
    # The same rooms are asked about for each room of the day.
    allowed_at = cache(lambda one: allowed(one, someone))
    for day in (TODAY, TOMORROW, DAYS[6]):
        for room in Room.objects.select_related("site").filter(person_quota_minutes=None):
            page = page_of(day, room.site.slug)
            starts = re.findall(rf"salle={room.slug}&amp;le={day}&amp;de=(\d\d:\d\d)", page)
            periods_of_day = [from_clock(day, clock, 15) for clock in QUARTERS]
            first = next(
                (one for one in periods_of_day if room.pk in allowed_at(one) and is_open(room, one)),
                None,
            )
            assert min(starts, default="") == (f"{timezone.localtime(first.lower):%H:%M}" if first else "")
            found += first is not None
    assert found > 5


def test_what_frees_is_offered_where_it_may_be_booked(author):
    rng = random.Random(5)
    many_rooms(rng, author)
    offered = set()
    period = hours("09:30", "11:00")
    expected = allowed(period, author)
    for room in Room.objects.order_by("pk"):
        place = transaction.savepoint_create()
        wait = Wait.objects.create(agent=author, room=room, period=period, title="Point")
        waiting_list.serve_room(room)
        wait.refresh_from_db()
        if wait.state == Wait.State.OFFERED:
            offered.add(room.pk)
        # One is not offered two rooms at one time.
        transaction.savepoint_rollback(place)
    assert offered == expected
    assert 0 < len(expected) < Room.objects.count()


def test_notice_is_in_hours_that_elapse(author):
    """A day’s notice over the night of the clocks, which has 23 hours."""
    sunday = date(2027, 3, 28)
    room = a_room(notice_hours=24, hours=[(6, time(8), time(19))])
    with time_machine.travel("2027-03-27T09:00Z", tick=False):
        for clock, expected in ((time(10), set()), (time(10, 45), set()), (time(11), {room.pk})):
            period = from_clock(sunday, clock, 60)
            assert allowed(period, author) == expected
