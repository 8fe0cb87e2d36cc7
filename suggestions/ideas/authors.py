from __future__ import annotations

from core.people.models import Agent
from suggestions.models import Idea
from suggestions.policies import is_in_group
from suggestions.states import Identity

HIDDEN = "un agent qui ne donne pas son nom"
ANONYMOUS = "un agent anonyme"


def author_words(agent: Agent, idea: Idea) -> str:
    """« Nadia Benali, Espaces verts », or the words for an author whose name this agent may not read."""
    author = idea.author
    if author is None or idea.identity == Identity.ANONYMOUS:
        return ANONYMOUS
    name = f"{author}, {author.direction}" if author.direction else str(author)
    if idea.identity == Identity.NAMED:
        return name
    return f"{name} (nom caché aux lecteurs)" if author.pk == agent.pk or is_in_group(agent) else HIDDEN
