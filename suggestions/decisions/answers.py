"""The answer: prepared from the decision, reread by a second member, published; after that, only corrected."""

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.html import strip_tags

from core.french import moment, spaced
from core.history.context import action_context
from core.people.models import Agent
from core.search.links import links_to
from core.web.rich_text import text_of
from suggestions.decisions.actions import (
    CORRECTED,
    DECIDED,
    FOLLOWED_ANSWERED,
    IS_TAKEN,
    REREAD,
    TO_REREAD,
    decide,
)
from suggestions.decisions.policies import may_decide
from suggestions.evaluation.actions import READY, TO_EVALUATE, close_evaluations
from suggestions.ideas.locking import check_moderates, check_state, lock_idea, lock_to_moderate
from suggestions.ideas.notifications import (
    ANSWERED,
    SET_ASIDE_PROPOSED,
    hides_an_author,
    notify_authors_and_followers,
    notify_of,
    outdate,
)
from suggestions.models import Answer, Correction, Decision, Idea, clean_answer
from suggestions.policies import group_members
from suggestions.states import State, Verdict

PUBLISHED = {
    Verdict.RETAINED: "a retenu l’idée",
    Verdict.DECLINED: "n’a pas retenu l’idée",
    Verdict.IN_PLACE: "a répondu que c’est déjà en place",
}

ANSWERED_STATES = (State.RETAINED, State.IN_PROGRESS, State.DONE, State.DECLINED, State.IN_PLACE)


@transaction.atomic
def prepare_answer(idea: Idea, *, by: Agent, text: str) -> Answer:
    """Write what tells the decision, or write it again; only the group sees it. `text` is HTML, cleaned here."""
    idea = lock_to_moderate(idea, State.UNDER_STUDY, by=by)
    decision = _decision_of(idea)
    text = _cleaned(text)
    # Read after the lock: a join would show the answer as it was before the wait.
    answer = Answer.objects.filter(idea=idea).first() or Answer(idea=idea)
    if (answer.verdict, answer.text) == (decision.verdict, text):
        # Nothing new to read: who wrote it and who reread it stay.
        return answer
    answer.verdict, answer.text = decision.verdict, text
    answer.prepared_by, answer.prepared_at = by, timezone.now()
    answer.reread_by, answer.reread_at, answer.reread_stamp = None, None, ""
    answer.mail = None
    with action_context("a préparé la réponse", by=by):
        answer.save()
    outdate(idea, DECIDED)
    notify_of(
        idea,
        TO_REREAD,
        group_members().exclude(pk__in={by.pk, *idea.author_ids}),
        "suggestions/mails/to_reread.txt",
        is_confidential=hides_an_author(idea),
        by=by,
    )
    return answer


@transaction.atomic
def answer_in_place(idea: Idea, *, by: Agent, text: str) -> Answer:
    """« Déjà en place » by two members, without the evaluation: this one says where, another rereads and publishes."""
    decide(idea, by=by, verdict=Verdict.IN_PLACE, reasons=text_of(_cleaned(text)))
    return prepare_answer(idea, by=by, text=text)


@transaction.atomic
def reread_answer(idea: Idea, *, by: Agent, draft: str) -> Answer:
    """A second member has read it: `draft` is the stamp of what they read."""
    idea = lock_to_moderate(idea, State.UNDER_STUDY, by=by)
    answer = _reread(idea, by, draft)
    notify_of(idea, REREAD, [answer.prepared_by], "suggestions/mails/reread.txt", answer=answer)
    return answer


@transaction.atomic
def publish_answer(idea: Idea, *, by: Agent, draft: str) -> Idea:
    """The reread answer becomes the group's, and the idea is retained, declined or already in place.

    `draft` is the stamp of the answer that was read: one rewritten meanwhile is not published unread.
    """
    idea = lock_to_moderate(idea, State.UNDER_STUDY, by=by)
    answer = _prepared(idea)
    check_draft(answer, draft)
    return _publish(idea, answer, by)


@transaction.atomic
def reread_and_publish(idea: Idea, *, by: Agent, draft: str) -> Idea:
    idea = lock_to_moderate(idea, State.UNDER_STUDY, by=by)
    return _publish(idea, _reread(idea, by, draft), by)


def _reread(idea: Idea, by: Agent, draft: str) -> Answer:
    if not may_decide(by, idea):
        raise PermissionDenied(
            spaced("Cette idée est laissée aux autres membres du groupe : l’un d’eux relit.")
        )
    answer = _prepared(idea)
    check_draft(answer, draft)
    if answer.prepared_by_id == by.pk:
        raise ValidationError(spaced("Vous avez écrit cette réponse : un autre membre du groupe la relit."))
    answer.reread_by, answer.reread_at, answer.reread_stamp = by, timezone.now(), answer.stamp
    with action_context("a relu la réponse", by=by):
        answer.save(update_fields=["reread_by", "reread_at", "reread_stamp"])
    outdate(idea, TO_REREAD)
    return answer


def _publish(idea: Idea, answer: Answer, by: Agent) -> Idea:
    if not answer.is_reread:
        raise ValidationError(
            spaced("Un second membre doit d’abord relire cette réponse : ce n’est pas encore fait.")
        )
    links = links_to(ContentType.objects.get_for_model(Idea).pk, [idea.pk])
    if answer.verdict == Verdict.IN_PLACE and not links.exists():
        raise ValidationError(
            spaced(
                "C’est déjà en place : dites où. Ajoutez d’abord, sous l’idée, un lien « voir aussi » "
                "vers ce qui existe."
            )
        )
    moment = timezone.now()
    answer.published_by, answer.published_at = by, moment
    idea.state, idea.decided_at = State(answer.verdict), moment
    idea.first_answered_at = idea.first_answered_at or moment
    with action_context(PUBLISHED[Verdict(answer.verdict)], by=by):
        answer.save(update_fields=["published_by", "published_at"])
        changed = ["state", "decided_at", "first_answered_at"]
        close_evaluations([idea], at=moment, by=by, reason=IS_TAKEN, also=changed)
    outdate(idea, DECIDED, TO_REREAD, REREAD, TO_EVALUATE, READY, SET_ASIDE_PROPOSED)
    notify_answered(idea, verdict=answer.verdict, by=by)
    return idea


@transaction.atomic
def correct_answer(idea: Idea, *, by: Agent, text: str, reason: str, seen: str) -> Correction:
    """Say a published answer better: the earlier words stay, one click away, with the reason of the new ones.

    `seen` is the stamp of the words that were corrected: others corrected meanwhile are not written over unread.
    """
    check_moderates(by, idea)
    idea = lock_idea(idea)
    answer = (
        Answer.objects.select_related("published_by").filter(idea=idea, published_at__isnull=False).first()
    )
    if answer is None:
        raise ValidationError(spaced("La réponse n’est pas encore publiée : réécrivez-la plutôt."))
    check_state(idea, *ANSWERED_STATES)
    latest = answer.corrections.select_related("written_by").last()
    if words_seen(latest) != seen:
        who = latest.written_by if latest else answer.published_by
        raise ValidationError(
            spaced(f"La réponse a été corrigée entre-temps par {who} : relisez-la d’abord.")
        )
    text = _cleaned(text)
    if text == (latest.text if latest else answer.text):
        raise ValidationError(spaced("Rien n’est changé : corrigez le texte, ou laissez-le."))
    with action_context("a corrigé la réponse", by=by):
        correction = Correction.objects.create(
            answer=answer, text=text, reason=reason.strip(), written_by=by, written_at=timezone.now()
        )
    template = "suggestions/mails/corrected.txt"
    notify_authors_and_followers(idea, CORRECTED, FOLLOWED_ANSWERED, template, by=by, correction=correction)
    return correction


def notify_answered(idea: Idea, *, verdict: str, by: Agent) -> None:
    template = "suggestions/mails/answered.txt"
    notify_authors_and_followers(idea, ANSWERED, FOLLOWED_ANSWERED, template, by=by, verdict=verdict)


def words_seen(latest: Correction | None) -> str:
    """Identify the words of a published answer that were read: the first ones, or those of a correction."""
    return str(latest.pk) if latest else "0"


def _decision_of(idea: Idea) -> Decision:
    decision = Decision.objects.filter(idea=idea).first()
    if decision is None:
        raise ValidationError(
            spaced("Aucune décision n’est notée : la réponse dit ce que le groupe a décidé.")
        )
    return decision


def _prepared(idea: Idea) -> Answer:
    """The answer that says the decision as it is now."""
    answer = Answer.objects.select_related("prepared_by").filter(idea=idea).first()
    if answer is None:
        raise ValidationError(spaced("Aucune réponse n’est préparée : écrivez-la d’abord."))
    decision = _decision_of(idea)
    if answer.verdict != decision.verdict:
        raise ValidationError(
            spaced(
                f"La décision a changé (elle est maintenant : {decision.get_verdict_display().lower()}) : "
                "la réponse est à réécrire."
            )
        )
    return answer


def _cleaned(text: str) -> str:
    text = clean_answer(text)
    if not strip_tags(text).strip():
        raise ValidationError(spaced("Écrivez la réponse : il n’en reste rien à lire."))
    return text


def check_draft(answer: Answer, stamp: str) -> None:
    """Raise ValidationError saying who rewrote the answer, unless it still is the one of that stamp."""
    if answer.stamp != stamp:
        raise ValidationError(
            spaced(
                f"La réponse a été réécrite entre-temps par {answer.prepared_by}, {moment(answer.prepared_at)} : "
                "la voici, à relire."
            )
        )
