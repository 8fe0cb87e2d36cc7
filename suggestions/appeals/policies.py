from core.people.models import Agent
from suggestions.models import Appeal, Idea
from suggestions.policies import is_in_group, may_moderate, speaks_for
from suggestions.querysets import IdeaQuerySet
from suggestions.states import State


def appeals_waiting_for(agent: Agent) -> IdeaQuerySet:
    """Neither of their own ideas nor those that they made for a colleague."""
    contested = Idea.objects.heads().with_unanswered_appeals()
    return contested.without_those_of(agent).exclude(appeal__made_by=agent)


def appeal_of(idea: Idea) -> Appeal | None:
    """None for what is not declined: nothing is read for it."""
    return getattr(idea, "appeal", None) if is_refused(idea) else None


def can_appeal(agent: Agent, idea: Idea) -> bool:
    """Return True for an agent who speaks for a declined idea, once."""
    return is_refused(idea) and speaks_for(agent, idea) and appeal_of(idea) is None


def can_answer_appeal(agent: Agent, idea: Idea) -> bool:
    if not may_moderate(agent, idea):
        return False
    appeal = appeal_of(idea)
    return appeal is not None and appeal.answered_at is None and appeal.made_by_id != agent.pk


def can_read_appeal(agent: Agent, idea: Idea) -> bool:
    """The author, the colleague who entered the idea and the group; authors of merged ideas do not."""
    return speaks_for(agent, idea) or is_in_group(agent)


def is_refused(idea: Idea) -> bool:
    return idea.state == State.DECLINED and idea.merged_into_id is None
