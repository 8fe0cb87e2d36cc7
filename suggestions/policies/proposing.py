"""Who speaks for an idea: its author, or the colleague who typed it in their place."""

from core.people.models import Agent
from suggestions.models import Idea
from suggestions.states import Identity, State


def has_entered(agent: Agent, idea: Idea) -> bool:
    return agent.is_active and idea.entered_by_id == agent.pk


def speaks_for(agent: Agent, idea: Idea) -> bool:
    return agent.is_active and agent.pk in (idea.author_id, idea.entered_by_id)


def may_be_thanked(idea: Idea) -> bool:
    """Retained or further, by an author whose name every reader sees."""
    is_kept = idea.state in (State.RETAINED, State.IN_PROGRESS, State.DONE)
    return is_kept and idea.identity == Identity.NAMED


def can_accept_thanks(agent: Agent, idea: Idea) -> bool:
    return speaks_for(agent, idea) and may_be_thanked(idea)
