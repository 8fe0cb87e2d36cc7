"""What pages and doors offer is what the rules allow, whatever rooms, closures and bookings are drawn from a seed."""

import random
import re
from datetime import date, time, timedelta
from functools import cache
from typing import Any

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core.people.models import Agent
from rooms import periods
from rooms.availability import occupancy, rules
from rooms.availability.free_rooms import QUARTER, Starts, free_now, free_starts, look_at, period_of, site_of
from rooms.models import Closure, Level, Room, RoomRight
from rooms.querysets import levels_of
from tests.rooms.factories import TODAY, TOMORROW, SiteFactory, a_booking, a_room, hours

# Winter, the night of the clocks, public holidays (1 May 2027 is a Saturday, 25 December a Friday).
DAYS = [TODAY + timedelta(days=n) for n in (0, 1, 2, 4, 5, 7, 29)] + [date(2027, 3, 29), date(2027, 12, 24)]
CLOCKS = [f"{hour:02}:{minute:02}" for hour in range(7, 20) for minute in (0, 15, 30)]
MONDAY = DAYS[3]
QUARTERS = [time(hour, minute) for hour in range(7, 20) for minute in (0, 15, 30, 45)]


def many_rooms(rng: random.Random, agent: Agent) -> None:
    sites = [SiteFactory.create(), SiteFactory.create(is_open_on_holidays=True)]
    cells = []
    for number in range(14):
        room = a_room(
            site=sites[number % 2],
            is_bookable=number != 5,
            buffer_before=rng.choice([0, 0, 30]),
            buffer_after=rng.choice([0, 0, 15, 60]),
            everyone_may=rng.choice([Level.TITLES, Level.ASK, Level.BOOK, Level.BOOK]),
            notice_hours=rng.choice([0, 0, 0, 24]),
            ahead_days=rng.choice([None, None, 10]),
            longest_minutes=rng.choice([None, None, 90]),
            person_quota_minutes=120 if number == 3 else None,
        )
        cells.append(room.cells.get())
        if rng.random() < 0.3:
            RoomRight.objects.create(room=room, direction=agent.direction, level=rng.choice(Level.values))
    # Divisible: the last room is made of the first two.
    Room.objects.latest("pk").cells.set(cells[:2])
    _some_closures(sites[0], agent)


def _some_closures(site: Any, agent: Agent) -> None:
    room = Room.objects.earliest("pk")
    for scope, period in (
        ({"room": room}, hours("09:00", "12:00", on=DAYS[1])),
        ({"site": site}, hours("14:00", "20:00", on=DAYS[3])),
        ({}, hours("10:00", "11:00", on=DAYS[4])),
    ):
        Closure.objects.create(period=period, reason="Travaux", created_by=agent, **scope)


def many_bookings(rng: random.Random, agent: Agent) -> None:
    rooms = list(Room.objects.all())
    for _ in range(90):
        room, day, start = rng.choice(rooms), rng.choice(DAYS[:6]), rng.randrange(len(CLOCKS) - 8)
        period = hours(CLOCKS[start], CLOCKS[start + rng.randint(1, 8)], on=day)
        if not occupancy.conflicts([room], [period]):
            a_booking(room, agent, period)


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
def test_what_is_free_now_may_be_booked(someone, clock):
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


def test_starts_are_exactly_the_free_ones(author):
    """Each quarter of each choice, asked one by one of `look_at`, says the same."""
    rng = random.Random(1)
    many_rooms(rng, author)
    many_bookings(rng, author)
    # Those who manage a room may have it outside its hours, which are no start.
    RoomRight.objects.filter(level=Level.MANAGE).delete()
    # Yesterday and a Saturday have none.
    choices = [[TODAY], [TOMORROW], [TOMORROW, MONDAY], [TODAY - timedelta(days=1)], [DAYS[2]], [MONDAY]]
    found = {
        (one.choice, one.found.room.pk): {m for span in one.spans for m in range(*span, QUARTER)}
        for one in free_starts(choices, minutes=60, by=author)
    }
    for number, days in enumerate(choices):
        expected: dict[int, set[int]] = {}
        for minute in range(7 * 60, 20 * 60, QUARTER):
            asked = [period for day in days if (period := period_of(day, minute, 60))]
            for free in look_at(asked, by=author).free():
                expected.setdefault(free.room.pk, set()).add(minute)
        assert {room: starts for (choice, room), starts in found.items() if choice == number} == expected
    assert {choice for choice, _ in found} == {0, 1, 2, 5}


def test_nearest_before_and_after():
    starts = Starts(None, 0, [(480, 555), (600, 615), (840, 900)])  # type: ignore[arg-type]  (times alone)
    assert [starts.nearest(minute) for minute in (0, 500, 585, 720, 1000)] == [480, 500, 600, 840, 885]
    assert [starts.before(minute) for minute in (480, 600, 855)] == [None, 540, 840]
    assert [starts.after(minute) for minute in (0, 555, 600, 885)] == [480, 600, 840, None]


def test_the_night_of_the_clocks(author):
    """Hours that do not exist, or twice, are no start; the day around them is read right."""
    spring, autumn = date(2027, 3, 28), date(2027, 10, 31)
    a_room(hours=[(6, time(0), time(12))])
    with time_machine.travel("2027-03-20T08:00Z", tick=False):
        for day in (spring, autumn):
            [found] = free_starts([[day]], minutes=60, by=author)
            assert found.spans == [(0, 675)]
            assert period_of(day, 150, 60) is None
            period = period_of(day, 615, 60)
            assert period
            assert [one.room.slug for one in look_at([period], by=author).free()] == [found.found.room.slug]


def test_free_now(author, room, other_room, statements):
    site = room.site
    a_booking(other_room, author, hours("11:00", "12:00", on=TODAY))
    a_room(name="À préparer", slug="preparer", site=site, buffer_before=30, buffer_after=15)
    a_booking(Room.objects.get(slug="preparer"), author, hours("12:00", "13:00", on=TODAY))
    far = a_room(name="Loin", slug="loin", site=SiteFactory.create(), longest_minutes=40)
    found = free_now(by=author)
    assert [(free.room.slug, f"{free.until:%H:%M}") for free in found] == [
        ("remparts", "19:00"),
        ("preparer", "11:15"),
        ("mistral", "11:00"),
        ("loin", "10:15"),
    ]
    assert found[0].book_url == "/salles/reserver/?salle=remparts&le=2026-11-26&de=09:45&a=10:45"
    assert found[0].lengths == [(30, "30\u00a0minutes"), (60, "1\u00a0heure")]
    assert found[-1].lengths == [(30, "30\u00a0minutes")]
    assert [free.room.slug for free in free_now(by=author, site=far.site)] == ["loin"]
    ContentType.objects.clear_cache()
    # What has changed, which is nothing; the rights are known.
    assert statements(lambda: free_now(by=author, limit=1)) == 1
    a_booking(far, author, hours("10:00", "10:15", on=TODAY))
    assert f"{free_now(by=author)[-1].until:%H:%M}" == "10:00"
    for moment in ("2026-11-26T02:00Z", "2026-11-28T10:00Z", "2026-12-25T10:00Z"):
        with time_machine.travel(moment, tick=False):
            assert free_now(by=author) == []


def test_my_site_is_where_i_last_booked(author, room):
    assert site_of(author) is None
    a_booking(room, author)
    assert site_of(author) == room.site
