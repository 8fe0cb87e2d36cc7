"""Let an idea's author, or the colleague who typed it in their place, speak for it."""

from core.people.models import Agent
from suggestions.models import Idea
from suggestions.policies import has_entered, is_in_group, speaks_for
from suggestions.states import Identity, State


def may_be_thanked(idea: Idea) -> bool:
    """Retained or further, by an author whose name every reader sees."""
    is_kept = idea.state in (State.RETAINED, State.IN_PROGRESS, State.DONE)
    return is_kept and idea.identity == Identity.NAMED


def can_accept_thanks(agent: Agent, idea: Idea) -> bool:
    return speaks_for(agent, idea) and may_be_thanked(idea)


def can_pass_on(agent: Agent, idea: Idea) -> bool:
    """Pass news on to an author without a workstation: the colleague who entered the idea, and the group."""
    return has_entered(agent, idea) or is_in_group(agent)


def can_propose(agent: Agent) -> bool:
    return agent.is_active


def can_amend(agent: Agent, idea: Idea) -> bool:
    return speaks_for(agent, idea) and idea.state == State.RECEIVED


def can_withdraw(agent: Agent, idea: Idea) -> bool:
    return speaks_for(agent, idea) and idea.state in State.waiting()
