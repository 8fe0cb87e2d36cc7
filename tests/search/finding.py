"""What a search finds, by keyword filters."""

from typing import Any

from core.people.models import Agent
from core.search import queries
from core.search.queries import Filters, Results


def search(words: str, agent: Agent, *, page: int = 1, **filters: Any) -> Results:
    return queries.search(words, agent, Filters(**filters), page=page)
