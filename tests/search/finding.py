"""What a search finds, without what the page says of the words."""

from typing import Any

from core.people.models import Agent
from core.search import answers
from core.search.queries import Filters, Results


def search(words: str, agent: Agent, *, page: int = 1, **filters: Any) -> Results:
    return answers.search(words, agent, Filters(**filters), page=page).found
