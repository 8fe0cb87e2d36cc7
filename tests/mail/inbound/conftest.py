import pytest

from core.people.models import Agent
from tests.factories import AgentFactory


@pytest.fixture
def nadia(db: None) -> Agent:
    """In the directory with capitals."""
    return AgentFactory.create(first_name="Nadia", email="Nadia.Benali@ville.example")
