"""The calendar pages, whatever the address, and what they cost."""

import re
from datetime import time, timedelta

import pytest

from core import french
from rooms.bookings import actions
from rooms.models import Booking
from tests.rooms.factories import TODAY, TOMORROW, SiteFactory, a_booking, a_room, hours, sent

pytestmark = pytest.mark.django_db
TOO_MANY = "Vous attendez 500 personnes pour 12 places"
MONDAY = TODAY + timedelta(days=4)


def test_nothing_to_book_in_the_past_or_beyond_the_horizon(signed_in, author, room):
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=366)):
        assert "&amp;a=" not in signed_in(author).get(f"/salles/?le={day}").text
    assert "&amp;a=" in signed_in(author).get(f"/salles/?le={TODAY + timedelta(days=365)}").text


def test_the_day_opens_on_the_site_where_one_last_booked(signed_in, author, colleague, room):
    far = a_room(name="Posidonie", slug="posidonie", site=SiteFactory.create(slug="mer"))
    actions.book(far, by=author, period=hours("14:00", "15:00", on=TOMORROW), title="Point")
    assert "/salle/posidonie/" in signed_in(author).get("/salles/").text
    assert "/salle/posidonie/" in signed_in(author).get("/salles/semaine/").text
    page = signed_in(author).get(f"/salles/?site={room.site.slug}").text
    assert ("/salle/remparts/" in page, "/salle/posidonie/" in page) == (True, False)
    assert "/salle/remparts/" in signed_in(colleague).get("/salles/").text


@pytest.mark.parametrize(
    ("start", "end", "days", "first", "last"),
    [
        # The room is open from 8 to 19 h; what happens within these hours leaves them as they are.
        ("14:00", "10:00", 3, 8, 19),
        ("00:00", "00:00", 4, 8, 19),
        # A start or an end out of hours is still seen.
        ("21:30", "06:15", 1, 6, 22),
        ("20:00", "00:00", 1, 8, 24),
    ],
)
def test_a_booking_of_several_days_does_not_widen_the_hours(
    signed_in, room_manager, room, start, end, days, first, last
):
    a_booking(room, room_manager, hours(start, end, on=MONDAY, until=MONDAY + timedelta(days=days)))
    page = signed_in(room_manager).get(f"/salles/salle/remparts/semaine/?le={MONDAY}").text
    marks = re.findall(r'<span class="from-\d+">([^<]+)</span>', page.split("<section")[0])
    assert marks == [french.clock(time(hour)) for hour in range(first, last)]
    assert page.count("Point budget") == days + (end != "00:00")


def test_my_bookings(signed_in, author, room):
    client = signed_in(author)
    a_booking(room, author, hours("08:00", "09:00"), title="Bientôt")
    a_booking(room, author, hours("08:00", "09:00", on=TODAY), title="Hier")
    actions.cancel(a_booking(room, author, title="Jamais"), by=author)
    titles = {"": "Bientôt", "passees": "Hier", "annulees": "Jamais"}
    for kind in titles:
        page = client.get(f"/salles/mes-reservations/?quoi={kind}").text
        assert [title for title in titles.values() if title in page] == [titles[kind]]


def test_more_people_than_places_is_said(signed_in, author, room, other_room):
    client = signed_in(author)
    said = client.post("/salles/reserver/", sent(room, attendance="500"), follow=True).text
    booking = Booking.objects.get()
    assert TOO_MANY in said.replace("\xa0", " ")
    assert f'<a href="{booking.get_absolute_url()}modifier/">Changer de salle</a>' in said
    data = sent(room, attendance="500", title="Autre")
    said = client.post(f"{booking.get_absolute_url()}modifier/", data, follow=True).text
    assert TOO_MANY in said.replace("\xa0", " ")
    where = {"room": "mistral", "date": TOMORROW, "start": "14:00", "end": "15:00"}
    said = client.post(f"{booking.get_absolute_url()}deplacer/", where).json()["said"]
    assert TOO_MANY in said.replace("\xa0", " ")


def test_more_guests_than_places_is_said(signed_in, author, room, other_room):
    client, booking = signed_in(author), a_booking(room, author)
    guests = "\n".join(f"invite{number}@ailleurs.example" for number in range(room.capacity - 1))
    said = client.post(f"{booking.get_absolute_url()}inviter/", {"people": guests}, follow=True).text
    assert "Vous attendez" not in said
    one_more = {"people": "de-trop@ailleurs.example"}
    said = client.post(f"{booking.get_absolute_url()}inviter/", one_more, follow=True).text
    words = f"Vous attendez {room.capacity + 1} personnes pour {room.capacity} places"
    assert words in said.replace("\xa0", " ")
