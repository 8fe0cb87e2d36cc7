"""Who proposed an idea, in words that this reader may know."""

from __future__ import annotations

from core.people.models import Agent
from suggestions.access import is_in_group
from suggestions.models import Idea
from suggestions.states import Identity

HIDDEN = "un agent qui ne donne pas son nom"
ANONYMOUS = "un agent anonyme"


def author_words(agent: Agent, idea: Idea) -> str:
    """« Nadia Benali, Espaces verts », or what one says of whoever gives no name."""
    if idea.author is None:
        return ANONYMOUS
    direction = str(idea.author.direction) if idea.author.direction else ""
    return _by(agent, idea.author_id, str(idea.author), direction, idea.identity)


def _by(agent: Agent, author_id: int | None, name: str, direction: str, identity: str) -> str:
    if identity == Identity.ANONYMOUS or author_id is None:
        return ANONYMOUS
    said = f"{name}, {direction}" if direction else name
    if identity == Identity.NAMED:
        return said
    return f"{said} (nom caché aux lecteurs)" if author_id == agent.pk or is_in_group(agent) else HIDDEN
