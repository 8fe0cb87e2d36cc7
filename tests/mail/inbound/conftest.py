from collections.abc import Iterator
from typing import Any

import pytest

from core.people.models import Agent
from tests.factories import AgentFactory
from tests.mail.sample_rubric import ADDRESS, SERVER, Rubric, registered


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
