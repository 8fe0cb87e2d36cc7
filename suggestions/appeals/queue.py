"""The appeals that wait for an answer of this member, as `policies.can_answer_appeal` has it."""

from core.people.models import Agent
from suggestions.models import Idea
from suggestions.querysets import IdeaQuerySet


def appeals_waiting_for(agent: Agent) -> IdeaQuerySet:
    """Neither of their own ideas nor those that they made for a colleague."""
    contested = Idea.objects.heads().with_unanswered_appeals()
    return contested.without_those_of(agent).exclude(appeal__made_by=agent)
