from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from core.people.models import Agent
from imports.calendars import ics
from imports.calendars.importer import Importer
from imports.calendars.report import Report
from rooms.models import Room
from tests.factories import AgentFactory
from tests.rooms.conftest import _thursday_morning, keeper, moderated, other_room, room
from tests.rooms.factories import TODAY

__all__ = ["_thursday_morning", "keeper", "moderated", "other_room", "room"]

FILES = Path(__file__).parent / "files"
Import = Callable[..., Report]


@pytest.fixture
def camille(db: None) -> Agent:
    """Whom the calendars name."""
    return AgentFactory.create(first_name="Camille", last_name="Auteur", email="auteur@port-mimosa.example")


@pytest.fixture
def import_ics(room: Room, room_manager: Agent, camille: Agent) -> Import:
    """Read a file of this folder, or bytes, into a room."""

    def run(source: str | bytes, *, into: Room = room, is_trial: bool = False, since: date = TODAY) -> Report:
        data = source if isinstance(source, bytes) else (FILES / f"{source}.ics").read_bytes()
        importer = Importer(by=room_manager, is_trial=is_trial)
        return importer.run(ics.read_ics(data, room=into, since=since, report=importer.report))

    return run
