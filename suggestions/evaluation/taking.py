"""Taking an idea under study."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core.history.context import action_context
from core.people.models import Agent
from suggestions.decisions.outdated import outdate
from suggestions.evaluation import tallies
from suggestions.evaluation.notifications import tell_to_evaluate
from suggestions.ideas.locking import check_moderates, locked
from suggestions.ideas.notifications import TO_STUDY, tell_taken
from suggestions.ideas.numbers import next_number
from suggestions.ideas.refusals import check_state
from suggestions.models import Idea, Message
from suggestions.states import State, Value


@transaction.atomic
def take_under_study(idea: Idea, *, by: Agent, word: str = "", value: str = "") -> Idea:
    """« Je m’en charge »: the idea gets its member and its number, every agent reads it, the group evaluates it.

    A `word` to the author is the first human answer that was promised; `value` is the one that the idea serves.
    """
    check_moderates(by, idea)
    idea = locked(idea)
    check_state(idea, State.RECEIVED)
    if value not in ("", *Value.values):
        raise ValidationError("Choisissez une valeur de la liste.")
    moment, word = timezone.now(), word.strip()
    idea.state, idea.taken_at, idea.member_in_charge = State.UNDER_STUDY, moment, by
    idea.year = timezone.localtime(moment).year
    idea.number = next_number(idea.year)
    idea.value = value or idea.value
    if word:
        idea.first_answered_at = idea.first_answered_at or moment
    changed = ["state", "taken_at", "member_in_charge", "year", "number", "value", "first_answered_at"]
    with action_context("a pris l’idée à l’étude", by=by):
        idea.save(update_fields=changed)
        if word:
            Message.objects.create(idea=idea, written_by=by, text=word, written_at=moment)
        tallies.refresh(idea)
    outdate(idea, TO_STUDY)
    tell_taken(idea, word=word)
    tell_to_evaluate(idea, by=by)
    return idea
