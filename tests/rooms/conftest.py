from collections.abc import Iterator

import pytest
import time_machine

from core.people.models import Agent
from rooms.models import Room, RoomRight
from rooms.querysets import Level
from tests.factories import AgentFactory
from tests.rooms.factories import NOW, a_room


@pytest.fixture(autouse=True)
def _thursday_morning() -> Iterator[None]:
    """Thursday 26 November 2026, 9:50 in the town."""
    with time_machine.travel(NOW.replace(tzinfo=None).isoformat() + "Z", tick=False):
        yield


@pytest.fixture
def room(db: None) -> Room:
    return a_room(name="Remparts", slug="remparts")


@pytest.fixture
def other_room(room: Room) -> Room:
    return a_room(name="Mistral", slug="mistral", site=room.site)


@pytest.fixture
def moderated(db: None) -> Room:
    return a_room(name="Conseil", slug="conseil", everyone_may=Level.ASK)


@pytest.fixture
def keeper(moderated: Room) -> Agent:
    """Keeps this room and no other."""
    agent = AgentFactory.create(first_name="Malik", last_name="Gardien")
    RoomRight.objects.create(room=moderated, direction=agent.direction, level=Level.MANAGE)
    return agent
