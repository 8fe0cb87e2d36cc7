"""Who may carry an idea on once it is under study."""

from __future__ import annotations

from core.people.models import Agent
from core.people.roles import Role
from suggestions.access import may_moderate
from suggestions.models import Idea
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


def can_set_aside(agent: Agent, idea: Idea) -> bool:
    return may_moderate(agent, idea) and idea.state in State.waiting()


def can_restore(agent: Agent, idea: Idea) -> bool:
    return may_moderate(agent, idea) and idea.state == State.SET_ASIDE
