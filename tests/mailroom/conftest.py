"""The cast: Marthe heads the gardens, where Nadia works; Basile works at the mail office; Théo elsewhere."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from core.people.models import Agent, Direction
from mailroom.models import Item, RegisterAddress, State
from tests.factories import AgentFactory, DirectionFactory
from tests.mail.sample_rubric import SERVER
from tests.mailroom.factories import item_in, office_agent

SignedIn = Callable[[Agent], Client]
ADDRESS = "mairie@ville.example"
IDEAS = "saperlipopette@ville.example"


@pytest.fixture(autouse=True)
def _register_is_in_use(settings: Any) -> None:
    settings.MAIL_ADDRESSES = {
        "courrier": [ADDRESS, "urbanisme@ville.example"],
        "saperlipopette": [IDEAS],
    }


@pytest.fixture
def town_vouches(settings: Any) -> None:
    """What the town's server writes about a sender is believed."""
    settings.MAIL_FROM = IDEAS
    settings.MAIL_AUTHSERV_IDS = [SERVER]
    settings.MAIL_INTERNAL_RELAYS = []


@pytest.fixture
def acknowledges(db: None) -> RegisterAddress:
    return RegisterAddress.objects.create(address=ADDRESS, acknowledges=True)


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


@pytest.fixture
def item(office: Agent, agent: Agent, gardens: Direction) -> Item:
    """Given to the gardens, where Nadia takes it."""
    return item_in(State.TAKEN, office=office, direction=gardens, taker=agent)


@pytest.fixture
def office_client(office: Agent, signed_in: SignedIn) -> Client:
    return signed_in(office)


@pytest.fixture
def agent_client(agent: Agent, signed_in: SignedIn) -> Client:
    return signed_in(agent)
