"""What the group was told of an idea and no longer has to do: it counts as read."""

from core.notifications import actions
from core.notifications.registry import Kind
from core.people.models import Agent
from suggestions.models import Idea
from suggestions.notifications.answers import DECIDED, REREAD, TO_REREAD
from suggestions.notifications.evaluating import READY, TO_EVALUATE
from suggestions.notifications.ideas import TO_STUDY

OF_THE_GROUP = (TO_STUDY, TO_EVALUATE, READY, DECIDED, TO_REREAD, REREAD)


def outdate(idea: Idea, *kinds: Kind, recipient: Agent | None = None) -> None:
    actions.outdate(kinds, idea, recipient=recipient)
