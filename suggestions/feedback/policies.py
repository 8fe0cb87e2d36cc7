from django.db.models import Q, QuerySet

from core.people.models import Agent
from suggestions.models import Feedback, Idea
from suggestions.policies import is_one_of_authors
from suggestions.states import State


def is_asked_about(idea: Idea) -> bool:
    """There may be something to read or to answer."""
    return idea.state == State.DONE and idea.merged_into_id is None


def asked_of(agent: Agent, idea: Idea) -> QuerySet[Feedback]:
    """Return questions to this author on the page of this idea: about their own idea, read there."""
    return Feedback.objects.filter(Q(idea=idea) | Q(idea__head=idea), idea__author=agent)


def can_answer(agent: Agent, idea: Idea) -> bool:
    return (
        is_asked_about(idea)
        and is_one_of_authors(agent, idea)
        and asked_of(agent, idea).filter(change="").exists()
    )
