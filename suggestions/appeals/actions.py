"""Contesting a refusal, and answering: each once."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.history.context import action_context
from core.people.models import Agent
from core.ui.french import spaced
from suggestions.appeals import notifications
from suggestions.ideas.locking import lock_idea
from suggestions.ideas.refusals import check_moderates, check_state, not_author
from suggestions.models import Appeal, Idea
from suggestions.policies import speaks_for
from suggestions.states import State

REASON_LENGTH = 2000


@transaction.atomic
def appeal(idea: Idea, *, by: Agent, reason: str) -> Appeal:
    if not speaks_for(by, idea):
        raise PermissionDenied(not_author("contester son refus"))
    idea = lock_idea(idea)
    check_state(idea, State.DECLINED)
    if earlier := Appeal.objects.filter(idea=idea).first():
        if (earlier.made_by_id, earlier.reason) == (by.pk, reason.strip()):
            # The same page sent twice.
            return earlier
        raise ValidationError(spaced("Ce refus est déjà contesté : il ne peut l’être qu’une fois."))
    if not reason.strip():
        raise ValidationError("Dites pourquoi vous contestez ce refus.")
    with action_context("a contesté le refus", by=by):
        made = Appeal.objects.create(idea=idea, reason=reason.strip(), made_by=by)
    notifications.notify_appealed(idea, made)
    return made


@transaction.atomic
def answer_appeal(idea: Idea, *, by: Agent, answer: str) -> Appeal:
    check_moderates(by, idea)
    idea = lock_idea(idea)
    check_state(idea, State.DECLINED)
    made = Appeal.objects.select_related("answered_by", "made_by").filter(idea=idea).first()
    if made is None:
        raise ValidationError("Ce refus n’est pas contesté.")
    if made.made_by_id == by.pk:
        raise PermissionDenied(spaced("Vous avez contesté ce refus : un autre membre du groupe y répond."))
    if made.answered_at:
        raise ValidationError(spaced(f"{made.answered_by} a répondu entre-temps : on ne répond qu’une fois."))
    if not answer.strip():
        raise ValidationError("Écrivez ce que le groupe répond.")
    made.answer, made.answered_by, made.answered_at = answer.strip(), by, timezone.now()
    with action_context("a répondu à la contestation", by=by):
        made.save(update_fields=["answer", "answered_by", "answered_at"])
    notifications.notify_appeal_answered(idea, made)
    return made
