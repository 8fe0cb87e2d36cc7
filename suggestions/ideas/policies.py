from __future__ import annotations

from core.people.models import Agent
from core.people.roles import Role
from suggestions.models import Idea, SetAside
from suggestions.policies import may_moderate
from suggestions.states import State


def may_hand_over(agent: Agent, idea: Idea) -> bool:
    """The member in charge, or the head of the group when that member is away."""
    is_concerned = idea.member_in_charge_id == agent.pk or agent.has_role(Role.GROUP_HEAD)
    return may_moderate(agent, idea) and is_concerned


def can_hand_over(agent: Agent, idea: Idea) -> bool:
    return may_hand_over(agent, idea) and idea.state in State.followed()


def can_start(agent: Agent, idea: Idea) -> bool:
    return may_moderate(agent, idea) and idea.state == State.RETAINED


def can_finish(agent: Agent, idea: Idea) -> bool:
    return may_moderate(agent, idea) and idea.state == State.IN_PROGRESS


def proposed_set_aside(idea: Idea) -> SetAside | None:
    """A member proposed it, and no second one has confirmed yet; None once it has gone on, or is read with others."""
    if idea.state not in State.waiting() or idea.merged_into_id is not None or idea.has_merges:
        return None
    return getattr(idea, "set_aside_proposal", None)


def can_propose_set_aside(agent: Agent, idea: Idea) -> bool:
    return may_moderate(agent, idea) and idea.state in State.waiting() and proposed_set_aside(idea) is None


def can_confirm_set_aside(agent: Agent, idea: Idea) -> bool:
    """A second member."""
    if not may_moderate(agent, idea):
        return False
    proposed = proposed_set_aside(idea)
    return proposed is not None and proposed.proposed_by_id != agent.pk


def can_drop_set_aside(agent: Agent, idea: Idea) -> bool:
    """Any member keeps the idea, the one who proposed included."""
    return may_moderate(agent, idea) and proposed_set_aside(idea) is not None


def can_restore(agent: Agent, idea: Idea) -> bool:
    """One member in one click: it takes two to hide an idea, one to give it back."""
    return may_moderate(agent, idea) and idea.state == State.SET_ASIDE
