"""An agent, a browser, and a site with two pages of the tests' own."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from core.people.models import Agent
from tests.factories import AgentFactory
from tests.people import resumable_pages


@pytest.fixture
def own_pages(settings: Any, db: None) -> Iterator[None]:
    """The site with the addresses of `resumable_pages`, which have received nothing yet."""
    settings.ROOT_URLCONF = resumable_pages.__name__
    cache.clear()
    resumable_pages.RECEIVED.clear()
    yield
    resumable_pages.RECEIVED.clear()


@pytest.fixture
def fresh_counters(db: None) -> None:
    cache.clear()


@pytest.fixture
def tab() -> Client:
    """A browser: it keeps its cookies, and its forms carry their token."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def nadia(db: None) -> Agent:
    return AgentFactory.create(identifiant="nadia", email="nadia@ville.example")
