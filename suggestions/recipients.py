"""Who is told of an idea."""

from core.people.models import Agent
from suggestions.models import Idea


def authors_of(idea: Idea) -> list[Agent]:
    """Nobody when the idea is anonymous."""
    return [idea.author] if idea.author else []
