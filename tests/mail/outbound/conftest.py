from collections.abc import Iterator
from typing import Any

import pytest

from core.people.models import Agent
from tests.factories import AgentFactory
from tests.mail.sample_rubric import ADDRESS, Rubric, registered


@pytest.fixture
def rubric(settings: Any) -> Iterator[Rubric]:
    """An inbox in use, « essai@ville.example », that answers for directions."""
    settings.MAIL_ADDRESSES, settings.MAIL_FROM = {"essai": [ADDRESS]}, ADDRESS
    settings.SITE_URL = "https://intranet.ville.example"
    with registered() as rubric:
        yield rubric


@pytest.fixture
def nadia(db: None) -> Agent:
    return AgentFactory.create(first_name="Nadia", email="nadia.benali@ville.example")
