"""« J’y suis »: who says it, when, what is freed when nobody does, and who is told."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from core.mail.models import OutgoingMail
from core.people.models import Agent
from core.people.roles import Role
from rooms import check_in
from rooms.bookings.locking import Moved
from rooms.models import Attendee, Booking, Occupancy, Room, RoomRight, Wait
from rooms.querysets import Level
from tests.factories import AgentFactory
from tests.rooms.factories import TODAY, a_booking, a_room, changed, hours, series_of

pytestmark = pytest.mark.django_db
DOOR = "/salles/porte/remparts/"
# Booked the day before, or nobody would be late.
EARLIER = datetime.fromisoformat("2026-11-25T08:00Z")


@pytest.fixture(autouse=True)
def _asked(room: Room) -> None:
    Room.objects.filter(pk=room.pk).update(needs_check_in=True)
    room.refresh_from_db()


def a_meeting(room: Room, agent: Agent, start: str = "10:00", end: str = "11:00", **fields: Any) -> Booking:
    given = {"created_at": EARLIER, "title": "Entretien", **fields}
    return a_booking(room, agent, hours(start, end, on=TODAY), **given)


def at(clock: str) -> Any:
    """That time of the town's Thursday, an hour ahead of universal time."""
    return time_machine.travel(f"2026-11-26T{clock}:00+01:00", tick=False)


def test_a_room_where_nobody_comes_is_freed(room, author, outsider, told):
    booking = a_meeting(room, author, is_private=True)
    given = {"agent": outsider, "room": room, "title": "Autre", "asked_at": EARLIER}
    wait = Wait.objects.create(period=booking.period, **given)
    with at("10:14"):
        assert check_in.free_unattended() == 0
    with at("10:15"):
        assert check_in.free_unattended() == 1
        assert check_in.free_unattended() == 0
    booking.refresh_from_db()
    assert (booking.state, booking.cancelled_by) == ("freed", None)
    assert told() == {"rooms.freed": {author.identifiant}, "rooms.offered": {outsider.identifiant}}
    assert "Entretien" not in OutgoingMail.objects.get(kind="rooms.freed").body
    wait.refresh_from_db()
    assert wait.booking
    assert wait.booking.period == hours("10:15", "11:00", on=TODAY)
    assert Occupancy.objects.get().booking == wait.booking
    with at("10:16"), pytest.raises(ValidationError, match="La salle a été rendue"):
        check_in.check_in(booking, by=author)


@pytest.mark.parametrize(
    "fields",
    [
        {"end": "17:00"},
        {"checked_in_at": EARLIER},
        {"created_at": datetime.fromisoformat("2026-11-26T09:10Z")},
        {"approved_at": datetime.fromisoformat("2026-11-26T09:10Z")},
        {"state": "requested"},
        {"state": "cancelled", "cancelled_at": EARLIER},
        {"end": "10:15"},
    ],
)
def test_what_is_not_freed(room, author, fields):
    """A whole day, one that was said, one just booked or agreed, a request, one that ended."""
    if "approved_at" in fields:
        fields = {**fields, "approved_by": author}
    booking = a_meeting(room, author, **fields)
    with at("10:20"):
        assert check_in.free_unattended() == 0
    booking.refresh_from_db()
    assert booking.state == fields.get("state", "confirmed")


def test_what_is_moved_to_now_is_not_freed_at_once(room, author):
    booking = a_meeting(room, author, "11:00", "12:00")
    with at("10:14"):
        now = hours("10:00", "11:00", on=TODAY)
        changed(booking, by=author, room=room, period=now, title="Entretien")
    with at("10:16"):
        assert check_in.free_unattended() == 0


def test_freeing_many_takes_one_look(room, author, statements):
    for number in range(20):
        a_meeting(a_room(slug=f"s-{number}", needs_check_in=True), author, checked_in_at=EARLIER)
    with at("10:20"):
        assert statements(check_in.free_unattended) == 1


def test_one_that_moves_meanwhile_waits_and_the_others_are_freed(room, author, monkeypatch):
    first = a_meeting(room, author)
    other = a_meeting(a_room(slug="autre", needs_check_in=True), author)
    lock = check_in.lock_booking

    def locked(booking: Booking) -> Any:
        if booking == first:
            raise Moved
        return lock(booking)

    monkeypatch.setattr(check_in, "lock_booking", locked)
    with at("10:20"):
        assert check_in.free_unattended() == 1
    other.refresh_from_db()
    assert other.state == "freed"


def test_said_at_the_door(signed_in, room, author, outsider):
    """From a quarter of an hour before; by whoever is there; the title stays what each may read."""
    booking = a_meeting(room, author, start="10:15", is_private=True)
    client = signed_in(outsider)
    page = client.get(DOOR).text
    assert "Libre jusqu’à 10\u00a0h\u00a015" in page
    assert "J’y suis" not in page
    with at("10:00"):
        page = client.get(DOOR).text
        assert "J’y suis" in page
        assert "Réservé" in page
        assert "Entretien" not in page
        assert str(author) not in page.split("<main")[1]
        assert "Entretien" in signed_in(author).get(DOOR).text
        for _ in range(2):
            said = client.post(DOOR, {"reunion": booking.reference, "geste": "present"}, follow=True)
            assert "bonne réunion" in said.text
    booking.refresh_from_db()
    assert booking.checked_in_at
    with at("10:40"):
        assert check_in.free_unattended() == 0


def test_the_door_offers_what_may_be_booked(signed_in, room, author):
    client, link = signed_in(author), "salle=remparts&amp;le=2026-11-26&amp;de=09:45&amp;a="
    assert f"{link}10:45" in client.get(DOOR).text
    Room.objects.update(longest_minutes=40)
    assert f"{link}10:15" in client.get(DOOR).text
    for rule in (
        {"notice_hours": 1},
        {"notice_hours": 0, "longest_minutes": None, "person_quota_minutes": 30},
        {"everyone_may": Level.TITLES},
    ):
        Room.objects.update(**rule)
        assert link not in client.get(DOOR).text


def test_bad_words_at_the_door(signed_in, room, other_room, author):
    client = signed_in(author)
    elsewhere = a_meeting(other_room, author)
    assert (
        "n’est plus dans cette salle" in client.post(DOOR, {"reunion": elsewhere.reference}, follow=True).text
    )
    early = a_meeting(room, author, "14:00", "15:00")
    said = client.post(DOOR, {"reunion": early.reference, "geste": "present"}, follow=True).text
    assert "pas attendue à cette heure" in said
    assert client.post(DOOR, {"reunion": early.reference, "geste": "fini"}).status_code == 403


def test_the_door_of_a_part_leads_into_the_whole(signed_in, room, other_room, author):
    whole = a_room(name="Conseil", slug="conseil", needs_check_in=True)
    whole.cells.set([room.cells.get(), other_room.cells.get()])
    booking = a_meeting(whole, author)
    with at("10:05"):
        client = signed_in(author)
        assert "J’y suis" in client.get(DOOR).text
        said = client.post(DOOR, {"reunion": booking.reference, "geste": "present"}, follow=True)
    assert "bonne réunion" in said.text
    booking.refresh_from_db()
    assert booking.checked_in_at


def test_the_booking_says_until_when_one_is_awaited(signed_in, room, author):
    booking = a_meeting(room, author)
    with at("09:00"):
        assert "avant 10\u00a0h\u00a015" in signed_in(author).get(booking.get_absolute_url()).text
    with at("10:05"):
        check_in.check_in(booking, by=author)
        assert "rendue aux autres" not in signed_in(author).get(booking.get_absolute_url()).text


def test_finished_early(signed_in, room, author, colleague, outsider, moderator):
    """The rest is free from the next quarter on, and serves who waits for it."""
    series = series_of(room, author, title="Entretien", first_date=TODAY, starts_at=600, ends_at=720)
    booking = a_meeting(room, author, "10:00", "12:00", series=series, series_date=TODAY)
    Attendee.objects.create(booking=booking, agent=colleague)
    later = hours("10:30", "12:00", on=TODAY)
    wait = Wait.objects.create(agent=outsider, room=room, title="Autre", period=later)
    with at("10:20"):
        with pytest.raises(PermissionDenied):
            check_in.finish(booking, by=moderator)
        page = signed_in(colleague).post(DOOR, {"reunion": booking.reference, "geste": "fini"}, follow=True)
        assert "libre à partir de 10\u00a0h\u00a030" in page.text
        booking.refresh_from_db()
        assert booking.period == hours("10:00", "10:30", on=TODAY)
        assert (booking.sequence, booking.is_apart) == (1, True)
        with pytest.raises(ValidationError, match="moins d’un quart d’heure"):
            check_in.finish(booking, by=author)
        assert "Nous avons fini" not in signed_in(author).get(DOOR).text
    wait.refresh_from_db()
    assert wait.state == "offered"


def test_who_is_often_absent(signed_in, room, other_room, author, colleague, room_manager):
    """Only of the rooms that one keeps, and never what the meetings were about."""
    keeper = AgentFactory.create(roles=[Role.PROJECT_GROUP])
    RoomRight.objects.create(room=room, role=Role.PROJECT_GROUP, level=Level.MANAGE)
    Room.objects.update(needs_check_in=True)
    ended = {"state": "freed", "cancelled_at": EARLIER}
    for days in (1, 2, 91):
        day = TODAY - timedelta(days=days)
        a_booking(room, author, hours("10:00", "11:00", on=day), title="Entretien", **ended)
    a_booking(room, author, hours("08:00", "09:00", on=TODAY))
    # Nobody is asked whether it takes place.
    a_booking(room, author, hours("08:00", "18:00", on=TODAY - timedelta(days=3)))
    a_booking(other_room, colleague, hours("08:00", "09:00", on=TODAY), **ended)
    rows = check_in.often_absent(room_manager)
    assert [(row["organiser"], row["freed"], row["awaited"]) for row in rows] == [
        (author, 2, 3),
        (colleague, 1, 1),
    ]
    assert [row["organiser"] for row in check_in.often_absent(keeper)] == [author]
    page = signed_in(room_manager).get("/salles/vides/").text
    assert str(author) in page
    assert "Entretien" not in page


def test_the_tasks_call_them(room, author):
    from rooms import tasks

    booking = a_meeting(room, author)
    with at("10:30"):
        tasks.free_unattended(0)
        tasks.settle_waits(0)
    booking.refresh_from_db()
    assert booking.state == "freed"


def test_a_running_booking_is_ended_on_its_page(signed_in, author, outsider, room):
    booking = a_meeting(room, author)
    client, address = signed_in(author), f"{booking.get_absolute_url()}terminer/"
    with at("09:50"):
        assert "Terminer maintenant" not in client.get(booking.get_absolute_url()).text
        assert client.post(address).status_code == 403
    with at("10:20"):
        assert "Terminer maintenant" in client.get(booking.get_absolute_url()).text
        assert "Terminer maintenant" not in signed_in(outsider).get(booking.get_absolute_url()).text
        said = client.post(address, follow=True).text
    assert "libre à partir de 10\u00a0h\u00a030" in said
    # In its last quarter of an hour there is nothing to give back.
    with at("10:20"):
        assert "Terminer maintenant" not in client.get(booking.get_absolute_url()).text
