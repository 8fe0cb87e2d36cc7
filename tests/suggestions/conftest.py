"""The cast of tests/conftest.py, by name, for tables of person × verb; an idea that a member follows."""

import pytest

from core.people.models import Agent
from suggestions.models import Idea
from suggestions.states import State
from tests.factories import AgentFactory, member
from tests.suggestions.factories import idea_in

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


@pytest.fixture
def idea(author: Agent, moderator: Agent) -> Idea:
    return idea_in(State.UNDER_STUDY, author=author, followed_by=moderator)
