"""Where those who keep rooms start from."""

from collections.abc import Callable

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client

from core.people.models import Agent
from core.people.roles import Role
from rooms import periods
from rooms.closures.actions import close
from rooms.displays import screens
from rooms.models import Room, RoomRight, Screen, ServiceDesk, ServiceRequest
from rooms.querysets import Level
from tests.factories import AgentFactory
from tests.rooms.factories import TOMORROW, a_booking, hours

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Agent], Client]


def test_what_awaits_each_keeper(signed_in, room, other_room, author, room_manager):
    keeper = AgentFactory.create(roles=[Role.PROJECT_GROUP])
    RoomRight.objects.create(room=room, role=Role.PROJECT_GROUP, level=Level.MANAGE)
    for each in (room, other_room):
        a_booking(each, author, state="requested")
        screens.create(each, name="Porte", by=room_manager)
    Screen.objects.update(created_at="2026-11-25T08:00Z")
    said = {room_manager: ("2 demandes", "2 écrans"), keeper: ("1 demande", "1 écran ")}
    for agent, words in said.items():
        page = signed_in(agent).get("/salles/gerer/").content.decode()
        for sentence in words:
            assert sentence in page
        assert ("/administration/rooms/" in page) == (agent == room_manager)
        assert "/salles/gerer/" in signed_in(agent).get("/salles/").content.decode()
    assert signed_in(author).get("/salles/gerer/").status_code == 403
    assert "/salles/gerer/" not in signed_in(author).get("/salles/").content.decode()


def a_quarter(clock: str, number: int) -> DateTimeTZRange:
    start = hours(clock, "23:00").lower + number * periods.QUARTER
    return DateTimeTZRange(start, start + periods.QUARTER)


def test_the_pages_of_a_room_s_keeper_cost_the_same_at_twenty(
    signed_in, room, other_room, author, room_manager, statements
):
    """Who keeps one room also meets bookings of several rooms, and of rooms that others keep."""
    keeper, desk = (
        AgentFactory.create(),
        ServiceDesk.objects.create(name="Restauration", email="r@ville.test"),
    )
    RoomRight.objects.create(room=room, direction=keeper.direction, level=Level.MANAGE)
    Room.objects.filter(pk=other_room.pk).update(everyone_may=Level.TAKEN)
    closure = close(by=room_manager, period=periods.whole_day(TOMORROW), reason="Travaux", site=room.site)

    def add(first: int, last: int) -> None:
        for number in range(first, last):
            both = a_booking(other_room, author, a_quarter("08:00", number), state="requested")
            both.other_rooms.set([room])
            ServiceRequest.objects.create(booking=both, desk=desk, note="Du café")
            a_booking(other_room, author, a_quarter("14:00", number))

    pages = [
        f"/salles/fermeture/{closure.reference}/",
        "/salles/demandes/",
        "/salles/gerer/",
        f"/salles/services/?le={TOMORROW}",
    ]
    client = signed_in(keeper)
    add(0, 1)
    for url in pages:
        client.get(url)
    with_one = [statements(lambda url=url: client.get(url)) for url in pages]
    add(1, 20)
    assert [statements(lambda url=url: client.get(url)) for url in pages] == with_one
    assert "20 demandes" in client.get("/salles/gerer/").text
