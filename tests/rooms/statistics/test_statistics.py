"""The figures against a reckoning by hand; who reads them, and what they cost."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core.people.models import Agent, Direction
from rooms.models import Booking, Level, Room, RoomRight, SearchTally
from rooms.statistics import compute
from rooms.statistics.compute import Use, said_hours
from tests.factories import AgentFactory, DirectionFactory
from tests.rooms.factories import TODAY, SiteFactory, a_booking, a_room, hours

pytestmark = pytest.mark.django_db
PAGE, FILE = reverse("rooms:statistics"), reverse("rooms:statistics_file")
# Monday to Friday of the week before.
MONDAY = TODAY - timedelta(days=10)
LAST_WEEK = {"du": MONDAY.isoformat(), "au": (MONDAY + timedelta(days=4)).isoformat()}


def freed(booking: Booking) -> Booking:
    booking.state, booking.cancelled_at = Booking.State.FREED, booking.period.lower
    booking.save(update_fields=["state", "cancelled_at"])
    return booking


@pytest.fixture
def parks(db: None) -> Direction:
    return DirectionFactory.create(name="Parcs et jardins", kind="direction")


@pytest.fixture
def gardener(parks: Direction) -> Agent:
    """Of a service, which counts with the direction above it."""
    service = DirectionFactory.create(name="Serres", kind="service", parent=parks)
    return AgentFactory.create(direction=service)


@pytest.fixture
def week(room: Room, other_room: Room, gardener: Agent, parks: Direction) -> dict[str, Any]:
    """In Remparts two hours used, one freed, one cancelled; Mistral with Remparts for half an hour; Posidonie never."""
    elsewhere = SiteFactory.create(name="Maison de la Mer", slug="maison-de-la-mer")
    idle = a_room(site=elsewhere, name="Posidonie", slug="posidonie")
    head = AgentFactory.create(direction=parks)
    a_booking(room, gardener, hours("09:00", "11:00", on=MONDAY), is_private=True, title="Secret")
    freed(a_booking(room, head, hours("14:00", "15:00", on=MONDAY)))
    period = hours("16:00", "17:00", on=MONDAY)
    a_booking(room, gardener, period, state=Booking.State.CANCELLED, cancelled_at=period.lower)
    both = a_booking(room, gardener, hours("09:30", "10:00", on=MONDAY + timedelta(days=1)))
    both.other_rooms.add(other_room)
    return {"idle": idle, "room": room, "other": other_room}


def load(**given: Any) -> compute.Statistics:
    rooms = list(Room.objects.select_related("site").by_name())
    return compute.compute_statistics(rooms, MONDAY, MONDAY + timedelta(days=4), **given)


def seen(lines: Any) -> dict[str, tuple[int, float, float, int]]:
    return {line.label: (line.bookings, line.booked, line.used, line.absences) for line in lines}


def test_reckoned_as_by_hand(week):
    known = load()
    assert seen([known.total]) == {"Toutes ces salles": (4, 4.0, 3.0, 1)}
    site = week["room"].site.name
    assert seen(known.by["salle"]) == {
        f"Remparts ({site})": (3, 3.5, 2.5, 1),
        f"Mistral ({site})": (1, 0.5, 0.5, 0),
        "Posidonie (Maison de la Mer)": (0, 0.0, 0.0, 0),
    }
    assert seen(known.by["site"]) == {site: (4, 4.0, 3.0, 1), "Maison de la Mer": (0, 0.0, 0.0, 0)}
    assert seen(known.by["direction"]) == {"Parcs et jardins": (4, 4.0, 3.0, 1)}
    by_hour = {line.key: (line.booked, line.used, line.absences) for line in known.by["heure"]}
    assert by_hour["9"] == (2.0, 2.0, 0)
    assert by_hour["10"] == (1.0, 1.0, 0)
    assert by_hour["14"] == (1.0, 0.0, 1)
    assert list(by_hour) == [str(hour) for hour in range(8, 19)]
    assert Use("Salle", used=3.0, open_hours=0.0).rate is None
    # Three rooms open eleven hours on five days.
    assert known.total.open_hours == 165
    assert known.by["salle"][0].rate == round(100 * 2.5 / 55)


def test_a_period_cuts_what_goes_beyond_it_and_what_is_to_come_is_not_used(room, author):
    day = TODAY - timedelta(days=1)
    a_booking(room, author, hours("20:00", "04:00", on=day - timedelta(days=1), until=day))
    a_booking(room, author, hours("09:00", "12:00", on=TODAY))
    yesterday = compute.compute_statistics([room], day, day)
    assert (yesterday.total.booked, yesterday.total.used) == (4.0, 4.0)
    # It is 9:50.
    today = compute.compute_statistics([room], TODAY, TODAY)
    assert (today.total.booked, today.total.used) == (3.0, 0.83)


def test_hours_are_the_towns_when_the_clocks_change(room, author):
    """25 October 2026 has 25 hours; 9 h stays 9 h on both sides."""
    for day in (date(2026, 10, 24), date(2026, 10, 25), date(2026, 10, 26)):
        a_booking(room, author, hours("09:00", "10:00", on=day))
    known = compute.compute_statistics([room], date(2026, 10, 24), date(2026, 10, 26))
    assert {line.key: line.used for line in known.by["heure"] if line.used} == {"9": 3.0}


def test_a_public_holiday_is_no_opening_unless_the_site_opens(room):
    armistice = date(2026, 11, 11)
    assert not compute.compute_statistics([room], armistice, armistice).total.open_hours
    room.site.is_open_on_holidays = True
    assert compute.compute_statistics([room], armistice, armistice).total.open_hours == 11


def test_searches_of_a_site_or_of_all(week):
    site = week["idle"].site
    for where, people, sought, found in (
        (None, 12, 10, 3),
        (site, 12, 4, 0),
        (site, 6, 5, 5),
        (None, 80, 2, 0),
    ):
        SearchTally.objects.create(on=MONDAY, site=where, people=people, sought=sought, found=found)
    SearchTally.objects.create(on=MONDAY - timedelta(days=1), site=None, people=12, sought=99, found=0)
    assert [(s.people, s.sought, s.found) for s in load().searches] == [(12, 14, 3), (80, 2, 0), (6, 5, 5)]
    assert [(s.people, s.sought, s.found) for s in load(site=site).searches] == [(12, 4, 0), (6, 5, 5)]


def test_the_page_says_it(week, room_manager, signed_in):
    SearchTally.objects.create(on=MONDAY, site=None, people=12, sought=14, found=3)
    client = signed_in(room_manager)
    text = client.get(PAGE, LAST_WEEK).text
    assert "14 recherches, 3 trouvées" in text
    assert "1 (25\u00a0%)" in text
    assert "Posidonie" in text
    assert "Secret" not in text
    of_site = client.get(PAGE, {**LAST_WEEK, "site": "maison-de-la-mer"}).text
    assert "Remparts" not in of_site


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"du": "2026-11-20", "au": "2026-11-01"}, "elles sont échangées"),
        ({"du": "2010-01-01", "au": "2026-11-20"}, "366 jours au plus"),
        ({"du": "2099-12-31"}, "31\u00a0décembre\u00a02099"),
    ],
)
def test_a_period_that_means_nothing_is_mended_and_said(asked, said, room, room_manager, signed_in):
    response = signed_in(room_manager).get(PAGE, asked)
    assert response.status_code == 200
    assert said in response.text


def test_who_reads_them(room, other_room, author, signed_in):
    """Whoever manages a room reads of that room; nobody else reads anything."""
    RoomRight.objects.create(room=room, direction=author.direction, level=Level.BOOK)
    assert signed_in(author).get(PAGE).status_code == 403
    RoomRight.objects.update(level=Level.MANAGE)
    text = signed_in(author).get(PAGE).text
    assert "pour les salles que vous gérez" in text
    assert "Remparts" in text
    assert "Mistral" not in text


def sheet_of(answer: Any) -> list[tuple[Any, ...]]:
    return list(load_workbook(BytesIO(b"".join(answer))).worksheets[0].values)


def test_the_files_hold_what_the_page_holds(week, room_manager, signed_in):
    SearchTally.objects.create(on=MONDAY, site=None, people=12, sought=14, found=3)
    client = signed_in(room_manager)
    _, *rows = sheet_of(client.get(FILE, LAST_WEEK))
    assert rows[0][:5] == ("Ensemble", "Toutes ces salles", 4, 4, 3)
    assert {row[0] for row in rows} == {"Ensemble", "Par salle", "Par site", "Par heure", "Par direction"}
    assert sheet_of(client.get(FILE, {**LAST_WEEK, "quoi": "recherches"}))[1] == (12, 14, 3, 11)


@pytest.mark.parametrize(("hours_", "said"), [(0, "0"), (12.5, "12,5"), (1234, "1\u202f234"), (0.83, "0,75")])
def test_hours_in_words(hours_, said):
    assert said_hours(hours_) == said
