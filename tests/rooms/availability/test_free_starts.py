"""The starts that are left, and what is free now."""

from datetime import date, time

import time_machine
from django.contrib.contenttypes.models import ContentType

from rooms.availability.free_rooms import Starts, free_now, free_starts, look_at, period_of, site_of
from rooms.models import Room
from tests.rooms.factories import TODAY, SiteFactory, a_booking, a_room, hours


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
