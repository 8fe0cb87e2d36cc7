"""The cast of tests/conftest.py, by name, for tables of person × verb."""

import pytest

from core.people.models import Agent
from tests.factories import AgentFactory, member

Cast = dict[str, Agent]


@pytest.fixture
def cast(
    author: Agent,
    colleague: Agent,
    outsider: Agent,
    moderator: Agent,
    other_moderator: Agent,
    head: Agent,
    administrator: Agent,
) -> Cast:
    return {
        "author": author,
        "colleague": colleague,
        "outsider": outsider,
        "moderator": moderator,
        "other_moderator": other_moderator,
        "head": head,
        "administrator": administrator,
        "closed": AgentFactory.create(is_active=False),
        "closed_moderator": member(is_active=False),
    }
