"""The buttons of an idea, the same in the admin and on its page, in the order in which they are shown."""

from dataclasses import replace
from urllib.parse import urlencode

from django.urls import reverse

from core.admin.base import ObjectAction
from core.french import spaced
from core.people.models import Agent
from core.web.fields import PlainTextField
from core.web.idempotency import OneTimeForm
from suggestions import appeals, policies
from suggestions.decisions import forms
from suggestions.evaluation import forms as forms_of_evaluation
from suggestions.exchange import actions
from suggestions.exchange.panel import AskOpinionForm, WriteForm
from suggestions.ideas import forms as forms_of_ideas
from suggestions.ideas.forms import group_action
from suggestions.merging import forms as forms_of_merging
from suggestions.models import Idea
from suggestions.notes import NOTE_LENGTH, write_note
from suggestions.policies import can_accept_thanks, can_write_note, may_moderate, speaks_for
from suggestions.proposing.actions import accept_thanks
from suggestions.proposing.forms import ThanksForm
from suggestions.states import State


class NoteForm(OneTimeForm):
    text = PlainTextField(
        label="Votre note",
        max_length=NOTE_LENGTH,
        help_text=spaced("Le groupe seul la lit, sur la page de l’idée. 4 000 caractères au plus."),
        error_messages={"required": "Écrivez ce que vous avez à dire au groupe."},
    )


NOTES = [
    group_action(
        "noter",
        "Écrire une note au groupe",
        write_note,
        can_write_note,
        form=NoteForm,
        done=spaced("Votre note est écrite : le groupe seul la lit."),
        help="Une remarque, une piste, ce que vous avez appris. L’auteur et les autres agents ne la lisent jamais.",
    ),
]
EXCHANGE = [
    group_action(
        "ecrire",
        "Écrire à l’auteur",
        actions.write_to_author,
        policies.can_write_to_author,
        form=WriteForm,
        help="Un mot, ou une question avec le jour où vous espérez la réponse.",
    ),
    group_action(
        "demander-un-avis",
        "Demander un avis",
        actions.ask_opinion,
        policies.can_ask_opinion,
        form=AskOpinionForm,
        help=spaced("À un agent dont c’est le métier : informatique, ressources humaines, archives…"),
    ),
]
PROPOSING = [
    ObjectAction(
        "remerciements",
        "Dire si mon nom peut être cité",
        accept_thanks,
        can_accept_thanks,
        may=speaks_for,
        form=ThanksForm,
        done=spaced("C’est noté. Merci !"),
        help=spaced("Votre idée est retenue : le groupe aimerait vous en remercier par votre nom."),
    ),
]
OBJECT_ACTIONS = [
    *appeals.APPEALS,
    *forms_of_evaluation.OBJECT_ACTIONS,
    *forms.OBJECT_ACTIONS,
    *EXCHANGE,
    *NOTES,
    *forms_of_evaluation.TAKING,
    *forms_of_ideas.OBJECT_ACTIONS,
    *forms.AFTERWARDS,
    *forms_of_merging.MERGING,
    *PROPOSING,
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
