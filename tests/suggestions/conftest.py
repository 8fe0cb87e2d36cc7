"""The cast of tests/conftest.py, by name, for tables of person × verb; an idea that a member follows."""

import pytest

from core.people.models import Agent
from suggestions.models import Idea
from suggestions.states import State
from tests.factories import AgentFactory, member
from tests.suggestions.factories import idea_in

Cast = dict[str, Agent]


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> Cast:
    names = ("author", "colleague", "outsider", "moderator", "other_moderator", "head", "administrator")
    found = {name: request.getfixturevalue(name) for name in names}
    closed, closed_moderator = AgentFactory.create(is_active=False), member(is_active=False)
    return found | {"closed": closed, "closed_moderator": closed_moderator}


@pytest.fixture
def idea(author: Agent, moderator: Agent) -> Idea:
    return idea_in(State.UNDER_STUDY, author=author, followed_by=moderator)
