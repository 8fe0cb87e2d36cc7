"""What every deed on an idea begins with."""

from django.core.exceptions import PermissionDenied

from core.people.models import Agent
from suggestions import policies
from suggestions.models import Idea
from suggestions.refusals import not_theirs


def check_moderates(agent: Agent, idea: Idea) -> None:
    if not policies.may_moderate(agent, idea):
        raise PermissionDenied(not_theirs(agent, idea, "Seul un membre du groupe projet"))


def locked(idea: Idea) -> Idea:
    """The row as it is now, alone: what a join brought would date from before the wait for the lock."""
    return Idea.objects.select_for_update(no_key=True, of=("self",)).get(pk=idea.pk)
