"""What the group was told of an idea and no longer has to do: it counts as read."""

from core.notifications import actions
from core.notifications.registry import Kind
from core.people.models import Agent
from suggestions.decisions.notifications import DECIDED, REREAD, TO_REREAD
from suggestions.evaluation.notifications import READY, TO_EVALUATE
from suggestions.ideas.notifications import TO_STUDY
from suggestions.models import Idea

OF_THE_GROUP = (TO_STUDY, TO_EVALUATE, READY, DECIDED, TO_REREAD, REREAD)


def outdate(idea: Idea, *kinds: Kind, recipient: Agent | None = None) -> None:
    actions.outdate(kinds, idea, recipient=recipient)
