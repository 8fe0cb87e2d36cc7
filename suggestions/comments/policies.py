from datetime import timedelta

from django.utils import timezone

from core.people.models import Agent
from suggestions.models import Comment, Idea
from suggestions.policies import is_in_group, is_one_of_authors, may_moderate
from suggestions.states import Identity, State

CORRECTED_WITHIN = timedelta(minutes=15)


def is_open_to_all(idea: Idea) -> bool:
    """Every agent reads it, on its own page."""
    return idea.is_public and idea.merged_into_id is None


def may_support(agent: Agent, idea: Idea) -> bool:
    """And follow it: anyone but its authors, who are for it already and are notified anyway."""
    return agent.is_active and not is_one_of_authors(agent, idea)


def counts_support(idea: Idea) -> bool:
    """The group has not answered yet: it may still weigh how many it concerns."""
    return is_open_to_all(idea) and idea.state in State.waiting()


def can_comment(agent: Agent, idea: Idea) -> bool:
    return agent.is_active and is_open_to_all(idea)


def is_named_by_commenting(agent: Agent, idea: Idea) -> bool:
    """This agent hides their name on this very idea, and a comment is always named."""
    return idea.author_id == agent.pk and idea.identity == Identity.HIDDEN


def can_correct(agent: Agent, comment: Comment) -> bool:
    """Its author, for a quarter of an hour: readers rely on what they answered."""
    return can_take_back(agent, comment) and comment.created_at > timezone.now() - CORRECTED_WITHIN


def can_take_back(agent: Agent, comment: Comment) -> bool:
    return agent.is_active and comment.author_id == agent.pk and comment.hidden_at is None


def may_report(agent: Agent, comment: Comment) -> bool:
    return agent.is_active and comment.author_id != agent.pk


def may_moderate_comment(agent: Agent, comment: Comment) -> bool:
    """A member of the group, never for their own comment nor under their own idea."""
    if not is_in_group(agent) or comment.author_id == agent.pk:
        return False
    return may_moderate(agent, comment.idea) and (
        comment.idea.head is None or may_moderate(agent, comment.idea.head)
    )


def abilities(agent: Agent, idea: Idea) -> dict[str, bool]:
    return {
        "support": counts_support(idea) and may_support(agent, idea),
        "follow": is_open_to_all(idea) and may_support(agent, idea),
        "comment": can_comment(agent, idea),
    }
