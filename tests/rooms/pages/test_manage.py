"""Where those who keep rooms start from."""

import pytest

from core.people.roles import Role
from rooms.displays import screens
from rooms.models import RoomRight, Screen
from rooms.querysets import Level
from tests.factories import AgentFactory
from tests.rooms.factories import a_booking

pytestmark = pytest.mark.django_db


def test_what_awaits_each_keeper(signed_in, room, other_room, author, room_manager):
    keeper = AgentFactory.create(roles=[Role.PROJECT_GROUP])
    RoomRight.objects.create(room=room, role=Role.PROJECT_GROUP, level=Level.MANAGE)
    for each in (room, other_room):
        a_booking(each, author, state="requested")
        screens.create(each, name="Porte", by=room_manager)
    Screen.objects.update(created_at="2026-11-25T08:00Z")
    said = {room_manager: ("2 demandes", "2 écrans"), keeper: ("1 demande", "1 écran ")}
    for agent, words in said.items():
        page = signed_in(agent).get("/salles/gerer/").text
        for sentence in words:
            assert sentence in page
        assert ("/administration/rooms/" in page) == (agent == room_manager)
        assert "/salles/gerer/" in signed_in(agent).get("/salles/").text
    assert "/salles/gerer/" not in signed_in(author).get("/salles/").text
