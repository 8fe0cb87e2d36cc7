from collections.abc import Iterator

import pytest
import time_machine

from rooms.models import Room
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
