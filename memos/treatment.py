"""Treat a received note as human resources, and eliminate it at its term. Its row is the lock of what is its own."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.approvals import actions as approvals
from core.approvals.models import Approval, ApprovalStep
from core.documents.actions import forget_unheld, keep
from core.documents.models import Document, Upload
from core.french import moment, spaced
from core.history.context import action_context
from core.notifications.actions import outdate
from core.people.models import Agent
from core.retention.elimination import at_once, check_visa, forget_messages, lines_of, row_of
from core.web.idempotency import unused_key
from core.web.locks import lock_row, locked
from memos import notifications, policies
from memos.models import Elimination, Memo, MemoFile, MemoQuestion, State

NOT_HR = "Seules les ressources humaines traitent les notes, et jamais les leurs."
DAY = "created_at__date"
NOT_TAKER = spaced("Seul l’agent qui suit cette note peut faire ce geste : prenez-la d’abord à votre nom.")


@transaction.atomic
def take(memo: Memo, *, by: Agent) -> str:
    memo = _lock(memo, by=by)
    if not policies.can_take(by, memo):
        if memo.taken_by and memo.taken_at:
            raise ValidationError(f"{memo.taken_by} a pris cette note en charge, {moment(memo.taken_at)}.")
        raise ValidationError(
            spaced(f"Cette note est {memo.get_state_display()} : elle n’est pas à prendre.")
        )
    _follow(memo, by)
    return "La note est à vous."


def _follow(memo: Memo, by: Agent) -> None:
    memo.state, memo.taken_by, memo.taken_at = State.TAKEN, by, timezone.now()
    with action_context("a pris la note en charge", by=by):
        memo.save(update_fields=["state", "taken_by", "taken_at"])
    outdate([notifications.TO_TAKE], memo)


@transaction.atomic
def hand_over(memo: Memo, *, by: Agent, to: Agent) -> str:
    """To a colleague, or to oneself when its agent is away."""
    memo = _lock(memo, by=by)
    if not policies.can_hand_over(by, memo):
        raise ValidationError("Cette note n’est plus à suivre.")
    if not policies.may_treat(to, memo):
        said = spaced(f"{to} ne peut pas suivre cette note : elle est la sienne, ou la concerne.")
        raise ValidationError({"to": said})
    memo.taken_by = to
    with action_context("a confié la note à un collègue", by=by):
        memo.save(update_fields=["taken_by"])
    notifications.notify_handed(memo, by=by)
    return f"{to} suit cette note."


@transaction.atomic
def entrust(memo: Memo, *, by: Agent, to: Agent, reason: str) -> str:
    """The visa that nobody can give, to somebody else."""
    memo = _lock(memo, by=by)
    step = ApprovalStep.objects.stuck().filter(approval__in=Approval.objects.of(memo)).first()
    if step is None or not policies.can_entrust(by, memo):
        raise ValidationError(spaced("Ce visa n’est plus bloqué : quelqu’un peut le donner."))
    approvals.hand_over(step, by=by, to=to, reason=reason)
    outdate([notifications.STUCK], memo)
    return f"Le visa est maintenant demandé à {to}."


@transaction.atomic
def ask(memo: Memo, *, by: Agent, text: str, submission_key: uuid.UUID | None = None) -> None:
    memo = _taken(memo, by=by)
    if submission_key and MemoQuestion.objects.filter(submission_key=submission_key, asked_by=by).exists():
        return
    if memo.questions.filter(replied_at=None).exists():
        raise ValidationError("Une question attend déjà sa réponse.")
    key = unused_key(MemoQuestion, submission_key or uuid.uuid4())
    question = MemoQuestion.objects.create(memo=memo, text=text, asked_by=by, submission_key=key)
    notifications.notify_asked(question)


@transaction.atomic
def answer(memo: Memo, *, by: Agent, text: str, opinion: str, files: Sequence[Upload] = ()) -> None:
    memo = _taken(memo, by=by)
    memo.state, memo.answer, memo.opinion, memo.answered_at = State.ANSWERED, text, opinion, timezone.now()
    with action_context("a répondu à la note", by=by):
        memo.save(update_fields=["state", "answer", "opinion", "answered_at"])
        for upload in files:
            MemoFile.objects.get_or_create(
                memo=memo, document=keep(upload, by=by), defaults={"is_answer": True}
            )
    notifications.notify_answered(memo)


@transaction.atomic
def file(memo: Memo, *, by: Agent) -> None:
    memo = _lock(memo, by=by)
    if not policies.can_file(by, memo):
        raise ValidationError(
            spaced(f"Cette note est {memo.get_state_display()} : elle n’est pas à classer.")
        )
    memo.state, memo.filed_at = State.FILED, timezone.now()
    with action_context("a classé la note", by=by):
        memo.save(update_fields=["state", "filed_at"])


@transaction.atomic
def open_to_person(memo: Memo, *, by: Agent) -> str:
    memo = _lock(memo, by=by)
    if not policies.can_open(by, memo):
        raise ValidationError("Cette note est déjà ouverte, ou ne concerne personne en particulier.")
    memo.is_opened_to_person = True
    with action_context("a ouvert la note à l’agent concerné", by=by):
        memo.save(update_fields=["is_opened_to_person"])
    notifications.notify_opened(memo)
    return f"{memo.person} peut lire cette note, et vient d’en être prévenu."


def _taken(memo: Memo, *, by: Agent) -> Memo:
    """Lock a note that this agent follows; one that nobody follows becomes theirs."""
    memo = _lock(memo, by=by)
    if not policies.can_answer(by, memo):
        raise ValidationError(
            NOT_TAKER if memo.state == State.TAKEN else f"Cette note est {memo.get_state_display()}."
        )
    if memo.state == State.RECEIVED:
        _follow(memo, by)
    return memo


def _lock(memo: Memo, *, by: Agent) -> Memo:
    """The row as it is now, locked until the transaction ends. Raises PermissionDenied."""
    memo = lock_row(Memo, memo.pk)
    if not policies.may_treat(by, memo):
        raise PermissionDenied(NOT_HR)
    return memo


# The end of what is kept


@transaction.atomic
def eliminate(*, by: Agent, visa_on: date, visa_reference: str, shown: str) -> Elimination:
    """Erase the notes that reached their term, with their files, visas and questions; a trace stays."""
    if not policies.is_hr(by):
        raise PermissionDenied("Seules les ressources humaines éliminent les notes.")
    memos = list(locked(at_once(Memo.objects.expired()).order_by("pk")))
    pks = [memo.pk for memo in memos]
    check_visa(Memo.objects.expired().filter(pk__in=pks), shown=shown, visa_on=visa_on)
    rows = Memo.objects.filter(pk__in=pks)
    trace = Elimination(visa_on=visa_on, visa_reference=visa_reference, by=by, lines=lines_of(rows, day=DAY))
    trace.full_clean()
    trace.save()
    documents = list(Document.objects.filter(memo_files__memo__in=memos).distinct())
    with action_context("a éliminé la note", by=by):
        for memo in memos:
            approvals.erase(memo)
        forget_messages(Memo, pks)
        rows.delete()
    # One that another note still holds stays with it.
    forget_unheld(documents, by=by)
    return trace


def rows_to_confirm(memos: QuerySet[Memo]) -> list[dict[str, str]]:
    """Each note as the page that asks again shows it: not every HR agent may read its words or who it is about."""
    return [
        row_of(
            number=memo.label,
            kind=memo.kind,
            received_on=timezone.localdate(memo.created_at),
            closed_on=timezone.localdate(closed) if (closed := memo.filed_at or memo.withdrawn_at) else None,
        )
        for memo in memos.select_related("kind").order_by("created_at", "pk")
    ]
