"""The answer: prepared, then published."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags

from core.history.deeds import deed
from core.people.models import Agent
from suggestions import notifications
from suggestions.actions.common import check_moderates, locked
from suggestions.models import Answer, Idea, clean_answer
from suggestions.refusals import check_draft, check_state
from suggestions.states import State, Verdict


@transaction.atomic
def prepare_answer(idea: Idea, *, by: Agent, verdict: str, text: str) -> Answer:
    """Write the answer, or write it again; only the group sees it. `text` is HTML, cleaned here."""
    check_moderates(by, idea)
    idea = locked(idea)
    check_state(idea, State.UNDER_STUDY)
    text = clean_answer(text)
    if not strip_tags(text).strip():
        raise ValidationError("Écrivez la réponse\u00a0: il n’en reste rien à lire.")
    if verdict not in Verdict.values:
        raise ValidationError("Dites si l’idée est retenue ou non.")
    # Read after the lock: a join would show the answer as it was before the wait.
    answer = Answer.objects.filter(idea=idea).first() or Answer(idea=idea)
    answer.verdict, answer.text = verdict, text
    answer.prepared_by, answer.prepared_at = by, timezone.now()
    with deed("a préparé la réponse", by=by):
        answer.save()
    return answer


@transaction.atomic
def publish_answer(idea: Idea, *, by: Agent, draft: str) -> Idea:
    """The prepared answer becomes the group's, and the idea is retained or declined.

    `draft` is the stamp of the answer that was read: one rewritten meanwhile is not published unread.
    """
    check_moderates(by, idea)
    idea = locked(idea)
    check_state(idea, State.UNDER_STUDY)
    answer = Answer.objects.filter(idea=idea).first()
    if answer is None:
        raise ValidationError("Aucune réponse n’est préparée\u00a0: écrivez-la d’abord.")
    check_draft(answer, draft)
    moment = timezone.now()
    answer.published_by, answer.published_at = by, moment
    idea.state, idea.decided_at = State(answer.verdict), moment
    idea.first_answered_at = idea.first_answered_at or moment
    name = "a retenu l’idée" if answer.verdict == Verdict.RETAINED else "n’a pas retenu l’idée"
    with deed(name, by=by):
        answer.save(update_fields=["published_by", "published_at"])
        idea.save(update_fields=["state", "decided_at", "first_answered_at"])
    notifications.tell_answered(idea, verdict=answer.verdict)
    return idea
