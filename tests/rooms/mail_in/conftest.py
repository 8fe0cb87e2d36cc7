from typing import Any

import pytest

from rooms.models import Room
from tests.rooms.mail_in.calendars import ADDRESS, SERVER, address_of


@pytest.fixture(autouse=True)
def _town(settings: Any) -> None:
    settings.MAIL_ADDRESSES = {"salles": [ADDRESS]}
    settings.MAIL_FROM = "intranet@ville.example"
    settings.MAIL_AUTHSERV_IDS = [SERVER]
    settings.MAIL_INTERNAL_RELAYS = []


def with_address(room: Room) -> Room:
    room.mail_address = address_of(room)
    room.save()
    return room


@pytest.fixture
def room(room: Room) -> Room:
    return with_address(room)


@pytest.fixture
def other_room(other_room: Room) -> Room:
    return with_address(other_room)


@pytest.fixture
def moderated(moderated: Room) -> Room:
    return with_address(moderated)
