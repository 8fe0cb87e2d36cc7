"""A project with its lead and a member."""

import pytest

from core.people.models import Agent, Project
from tests.factories import AgentFactory
from tests.spaces.factories import project_with


@pytest.fixture
def lead(db: None) -> Agent:
    return AgentFactory.create()


@pytest.fixture
def member(db: None) -> Agent:
    return AgentFactory.create()


@pytest.fixture
def project(lead: Agent, member: Agent) -> Project:
    return project_with(lead=lead, member=member)
