"""The cast of tests/conftest.py with a software's referents, by name, for tables of person × verb."""

import pytest

from core.people.models import Agent
from manuals.models import Software
from tests.factories import AgentFactory, member
from tests.manuals.factories import SoftwareFactory

Cast = dict[str, Agent]


@pytest.fixture
def referent(db: None) -> Agent:
    return AgentFactory.create(
        first_name="Salomé", last_name="Verdier", function="comptable", phone="04 00 00 01 02"
    )


@pytest.fixture
def it_referent(db: None) -> Agent:
    return AgentFactory.create(first_name="Rachid", last_name="Montagnac", function="technicien")


@pytest.fixture
def software(referent: Agent, it_referent: Agent) -> Software:
    return SoftwareFactory.create(name="Budgétine", functional_referent=referent, it_referent=it_referent)


@pytest.fixture
def cast(
    referent: Agent,
    it_referent: Agent,
    outsider: Agent,
    moderator: Agent,
    head: Agent,
    room_manager: Agent,
    council_secretary: Agent,
    administrator: Agent,
) -> Cast:
    other = SoftwareFactory.create(name="Autre")
    return {
        "referent": referent,
        "it_referent": it_referent,
        "other_referent": other.functional_referent,
        "outsider": outsider,
        "moderator": moderator,
        "head": head,
        "room_manager": room_manager,
        "council_secretary": council_secretary,
        "administrator": administrator,
        "closed": AgentFactory.create(is_active=False),
        "closed_moderator": member(is_active=False),
    }
