"""The buttons of an idea, the same in the admin and on its page, in the order in which they are shown."""

from dataclasses import replace
from urllib.parse import urlencode

from django.urls import reverse

from core.admin.base import ObjectAction
from core.people.models import Agent
from suggestions.appeals import object_actions as appeals
from suggestions.decisions import object_actions as decisions
from suggestions.evaluation import object_actions as evaluation
from suggestions.exchange import object_actions as exchange
from suggestions.ideas import object_actions as ideas
from suggestions.merging import object_actions as merging
from suggestions.models import Idea
from suggestions.notes import object_actions as notes
from suggestions.policies import may_moderate
from suggestions.proposing import object_actions as proposing
from suggestions.states import State

OBJECT_ACTIONS = [
    *appeals.OBJECT_ACTIONS,
    *evaluation.OBJECT_ACTIONS,
    *decisions.OBJECT_ACTIONS,
    *exchange.OBJECT_ACTIONS,
    *notes.OBJECT_ACTIONS,
    *evaluation.TAKING,
    *ideas.OBJECT_ACTIONS,
    *decisions.AFTERWARDS,
    *merging.OBJECT_ACTIONS,
    *proposing.OBJECT_ACTIONS,
]

# What the idea waits for, the most pressing first.
MAIN = (
    "repondre-contestation",
    "confirmer-ecart",
    "evaluer",
    "prendre",
    "publier",
    "relire-et-publier",
    "repondre",
    "decider",
    "terminer",
    "retablir",
)


def actions_on(agent: Agent, idea: Idea) -> list[ObjectAction]:
    """Return the actions open to this person, the main one first."""
    allowed = [action for action in OBJECT_ACTIONS if action.allowed(agent, idea)]
    main = main_action({action.name for action in allowed}, idea)
    allowed.sort(key=lambda action: action.name != main)
    return [replace(action, is_main=action.name == main) for action in allowed]


def main_action(names: set[str], idea: Idea) -> str:
    """Return the one of these that the idea waits for; an empty text when it waits for something else."""
    decision, draft = idea.group_decision, idea.draft
    done = {
        "repondre": draft is not None and decision is not None and draft.verdict == decision.verdict,
        "decider": decision is not None,
    }
    return next((name for name in MAIN if name in names and not done.get(name)), "")


def decide_action_url(agent: Agent, idea: Idea) -> str:
    """For the group, on a retained idea: where an action is decided from it, on a page of the section above."""
    if idea.state != State.RETAINED or not may_moderate(agent, idea):
        return ""
    filled = urlencode({"ideas": idea.reference, "title": idea.title})
    return f"{reverse('admin:dematerialisation_action_add')}?{filled}"
