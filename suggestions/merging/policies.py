"""Let a member of the group who is an author of neither idea merge and split."""

from core.people.models import Agent
from suggestions.models import Idea
from suggestions.policies import may_moderate
from suggestions.states import State

# How far along each may be, the furthest last; what is refused, closed or withdrawn receives nothing.
KEPT = (State.RECEIVED, State.UNDER_STUDY, State.RETAINED, State.IN_PROGRESS)
ABSORBED = (State.RECEIVED, State.UNDER_STUDY)


def can_merge(agent: Agent, idea: Idea) -> bool:
    """Into another, or another into it."""
    return idea.merged_into_id is None and idea.state in KEPT and may_moderate(agent, idea)


def can_undo_merge(agent: Agent, idea: Idea) -> bool:
    """One of those that were merged into it."""
    return idea.merged_into_id is None and may_moderate(agent, idea) and idea.has_merges


def can_split(agent: Agent, idea: Idea) -> bool:
    return idea.merged_into_id is None and idea.state in State.waiting() and may_moderate(agent, idea)


def can_undo_split(agent: Agent, idea: Idea) -> bool:
    """Give the part back to its original, until it has its own answer."""
    return (
        idea.split_from_id is not None
        and idea.merged_into_id is None
        and idea.state in ABSORBED
        and may_moderate(agent, idea)
    )
