"""The cast: Marthe heads the gardens, where Nadia works; Basile works at the mail office; Théo elsewhere."""

from typing import Any

import pytest

from core.people.models import Agent, Direction
from tests.factories import AgentFactory, DirectionFactory
from tests.mailroom.factories import office_agent

ADDRESS = "mairie@ville.example"


@pytest.fixture(autouse=True)
def _register_is_in_use(settings: Any) -> None:
    settings.MAIL_ADDRESSES = {
        "courrier": [ADDRESS, "urbanisme@ville.example"],
        "saperlipopette": ["saperlipopette@ville.example"],
    }


@pytest.fixture
def gardens(db: None) -> Direction:
    gardens = DirectionFactory.create(name="Jardins")
    gardens.head = AgentFactory.create(first_name="Marthe", last_name="Chef", direction=gardens)
    gardens.save()
    return gardens


@pytest.fixture
def head(gardens: Direction) -> Agent:
    assert gardens.head
    return gardens.head


@pytest.fixture
def agent(gardens: Direction) -> Agent:
    return AgentFactory.create(first_name="Nadia", last_name="Benali", direction=gardens)


@pytest.fixture
def elsewhere(db: None) -> Agent:
    return AgentFactory.create(first_name="Théo", last_name="Ailleurs")


@pytest.fixture
def office(db: None) -> Agent:
    return office_agent(first_name="Basile", last_name="Courrier")
