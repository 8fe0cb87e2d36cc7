from collections.abc import Iterator
from typing import Any

import pytest

from core.mail.parsing import sandboxed
from core.people.models import Agent
from tests.factories import AgentFactory
from tests.mail.sample_rubric import ADDRESS, SERVER, Rubric, registered


@pytest.fixture(scope="session", autouse=True)
def _one_sandbox() -> Iterator[None]:
    """One sandbox for the session, ended before the interpreter counts what was left open."""
    yield
    sandboxed.POOL.close()


@pytest.fixture
def rubric(settings: Any) -> Iterator[Rubric]:
    settings.MAIL_ADDRESSES = {"essai": [ADDRESS, "idees@ville.example"]}
    settings.MAIL_FROM = ADDRESS
    settings.MAIL_AUTHSERV_IDS = [SERVER]
    settings.MAIL_INTERNAL_RELAYS = []
    with registered() as rubric:
        yield rubric


@pytest.fixture
def nadia(db: None) -> Agent:
    return AgentFactory.create(first_name="Nadia", email="Nadia.Benali@ville.example")
