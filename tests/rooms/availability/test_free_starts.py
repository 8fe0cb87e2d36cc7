"""The starts that are left, and what is free now."""

import random
from datetime import date, time, timedelta

import time_machine
from django.contrib.contenttypes.models import ContentType

from rooms.availability.free_rooms import (
    QUARTER,
    Starts,
    free_now,
    free_starts,
    look_at,
    period_of,
    site_of,
)
from rooms.models import Level, Room, RoomRight
from tests.rooms.availability.generated import many_bookings, many_rooms
from tests.rooms.factories import TODAY, TOMORROW, SiteFactory, a_booking, a_room, hours

SATURDAY, MONDAY = date(2026, 11, 28), date(2026, 11, 30)


def test_starts_are_exactly_the_free_ones(author):
    """Each quarter of each choice, asked one by one of `look_at`, says the same."""
    rng = random.Random(1)
    many_rooms(rng, author)
    many_bookings(rng, author)
    # Those who manage a room may have it outside its hours, which are no start.
    RoomRight.objects.filter(level=Level.MANAGE).delete()
    # Yesterday and a Saturday have none.
    choices = [[TODAY], [TOMORROW], [TOMORROW, MONDAY], [TODAY - timedelta(days=1)], [SATURDAY], [MONDAY]]
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
