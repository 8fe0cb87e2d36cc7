import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.approvals import actions as approvals
from core.approvals.timeline import approval_of
from core.documents.actions import forget_unheld, keep
from core.documents.models import Document, Upload
from core.french import spaced, working_day_from
from core.history.context import action_context
from core.notifications.actions import outdate
from core.people.models import Agent
from core.web.locks import lock_row, locked
from memos import notifications, policies
from memos.models import Memo, MemoFile, MemoKind, MemoQuestion, NumberSeries, State

WORDS = ("subject", "text", "starts_on", "ends_on")
NOT_AUTHOR = "Seul l’auteur de cette note peut faire ce geste."
NO_DIRECTION = spaced(
    "Votre fiche n’a pas de direction : faites-la corriger dans l’annuaire avant d’écrire une note."
)
NOBODY = spaced(
    "Personne ne pourrait recevoir cette note : qui lit celles des ressources humaines est ici concerné. "
    "Gardez-la en brouillon, et remettez-la à la direction générale."
)


@transaction.atomic
def write(
    *,
    by: Agent,
    kind: MemoKind,
    people: Sequence[Agent] = (),
    written_for: Agent | None = None,
    files: Sequence[Upload] = (),
    is_sent: bool = False,
    submission_key: uuid.UUID | None = None,
    **words: Any,
) -> Memo:
    """One note for each of the people, each with a circuit of its own; the first is returned.

    `words` are those of WORDS. Kept as drafts unless `is_sent`; a circuit that cannot start keeps none.
    """
    if not policies.can_write(by):
        raise PermissionDenied(NO_DIRECTION)
    if written_for and not policies.can_write_for(by, written_for):
        reason = f"{written_for} a un poste informatique, ou n’est pas de votre équipe."
        raise ValidationError({"written_for": reason})
    if kind.is_retired:
        raise ValidationError(spaced("Cette nature de note n’est plus proposée : choisissez-en une autre."))
    direction = written_for.direction if written_for else by.direction
    if direction is None:
        raise ValidationError({"written_for": "Cet agent n’a pas de direction dans l’annuaire."})
    key = submission_key or uuid.uuid4()
    memos = []
    with action_context("a écrit la note", by=by):
        for rank, person in enumerate(people or [None]):
            memo = Memo(
                kind=kind,
                author=by,
                written_for=written_for,
                person=person,
                direction=direction,
                # The same page sent twice finds the first.
                submission_key=uuid.uuid5(key, str(rank)) if rank else key,
                **words,
            )
            memo.validate_constraints(exclude={"submission_key"})
            memo.save()
            _attach(memo, files, by=by)
            memos.append(memo)
    for memo in memos if is_sent else ():
        send(memo, by=by)
    return memos[0]


@transaction.atomic
def change(
    memo: Memo, *, by: Agent, files: Sequence[Upload] = (), removed: Sequence[str] = (), **words: Any
) -> Memo:
    """Correct a draft, or a note that was sent back; `words` are those of WORDS, and `person`.

    `removed` are keys of documents. A version that was sent keeps its own.
    """
    memo = _own(memo, by=by)
    if not policies.can_change(by, memo):
        raise ValidationError(spaced(f"Cette note est {memo.get_state_display()} : elle ne se modifie plus."))
    for name, value in words.items():
        setattr(memo, name, value)
    memo.validate_constraints()
    with action_context("a modifié la note", by=by):
        memo.save(update_fields=[*words])
        rows = memo.files.filter(document__reference__in=removed, is_answer=False, question=None)
        documents = [row.document for row in rows.select_related("document")]
        rows.delete()
        forget_unheld(documents, by=by)
        _attach(memo, files, by=by)
    return memo


@transaction.atomic
def send(memo: Memo, *, by: Agent) -> Memo:
    """Into the circuit of its kind; after a refusal, back to it."""
    memo = _own(memo, by=by)
    if not policies.can_send(by, memo):
        raise ValidationError(f"Cette note est déjà {memo.get_state_display()}.")
    was_returned = memo.state == State.RETURNED
    if memo.kind.is_retired and not was_returned:
        raise ValidationError(
            spaced(
                f"Les ressources humaines ne reçoivent plus de note « {memo.kind} » : écrivez-en une "
                "d’une autre nature. Celle-ci reste dans vos brouillons."
            )
        )
    if not policies.can_be_treated(memo):
        raise ValidationError(NOBODY)
    memo.state, memo.sent_at = State.IN_CIRCUIT, memo.sent_at or timezone.now()
    with action_context("a envoyé la note", by=by):
        memo.save(update_fields=["state", "sent_at"])
    if was_returned:
        approval = approval_of(memo)
        assert approval
        approvals.resend(approval, by=by)
    else:
        approvals.start(memo, by=by, circuit=memo.kind.circuit, direction=memo.direction)
    return memo


@transaction.atomic
def discard(memo: Memo, *, by: Agent) -> None:
    """Erase a note that was never sent, with its files."""
    memo = _own(memo, by=by)
    if not policies.can_discard(by, memo):
        raise ValidationError(
            spaced(f"Cette note est {memo.get_state_display()} : elle ne se supprime plus.")
        )
    documents = list(Document.objects.filter(memo_files__memo=memo))
    with action_context("a supprimé le brouillon", by=by):
        memo.delete()
    forget_unheld(documents, by=by)


@transaction.atomic
def withdraw(memo: Memo, *, by: Agent) -> Memo:
    """Until HR takes it; it stays for its author to read."""
    memo = _own(memo, by=by)
    if not policies.can_withdraw(by, memo):
        raise ValidationError(spaced(f"Cette note est {memo.get_state_display()} : elle ne se retire plus."))
    approval = approval_of(memo)
    if approval and memo.received_at is None:
        approvals.withdraw(approval, by=by)
    memo.state, memo.withdrawn_at = State.WITHDRAWN, timezone.now()
    with action_context("a retiré la note", by=by):
        memo.save(update_fields=["state", "withdrawn_at"])
    outdate([notifications.TO_TAKE, notifications.STUCK], memo)
    return memo


@transaction.atomic
def withdraw_left() -> int:
    """Drafts and notes sent back whose author's account is closed: nobody can go on with them, so their term begins.

    Gives how many. Nobody reads them for it.
    """
    left = Memo.objects.filter(state__in=(State.DRAFT, State.RETURNED), author__is_active=False)
    memos = list(locked(left.order_by("pk")))
    with action_context("a retiré la note d’un compte fermé"):
        for memo in memos:
            if approval := approval_of(memo):
                approvals.withdraw(approval, by=None)
            memo.state, memo.withdrawn_at = State.WITHDRAWN, timezone.now()
            memo.save(update_fields=["state", "withdrawn_at"])
    return len(memos)


@transaction.atomic
def reply(memo: Memo, *, by: Agent, text: str, files: Sequence[Upload] = ()) -> MemoQuestion:
    """To the question of HR that waits, with the files that it asked for."""
    memo = _own(memo, by=by)
    question = memo.questions.filter(replied_at=None).first()
    if question is None or not policies.can_reply(by, memo):
        raise ValidationError(
            spaced("Aucune question n’attend plus de réponse : elle l’a reçue entre-temps.")
        )
    question.reply, question.replied_at = text, timezone.now()
    question.save(update_fields=["reply", "replied_at"])
    for upload in files:
        MemoFile.objects.get_or_create(
            memo=memo, document=keep(upload, by=by), defaults={"question": question}
        )
    question.memo = memo
    notifications.notify_replied(question)
    return question


# What its circuit does, in the transaction of the visa


def receive(memo: Memo) -> None:
    """The last visa is given: HR has it, with its number. The caller holds its lock."""
    if memo.state != State.IN_CIRCUIT:
        raise ValidationError(f"Cette note est déjà {memo.get_state_display()}.")
    memo.state, memo.received_at = State.RECEIVED, timezone.now()
    today = timezone.localdate()
    memo.year, memo.number = today.year, NumberSeries.next_number(today.year)
    memo.due_on = working_day_from(today + timedelta(days=memo.kind.answer_days))
    with action_context("a reçu la note"):
        memo.save(update_fields=["state", "received_at", "year", "number", "due_on"])
    notifications.notify_received(memo)


def give_back(memo: Memo, *, by: Agent) -> None:
    """Refused: its author, who was notified, corrects it. The caller holds its lock."""
    memo.state = State.RETURNED
    with action_context("a renvoyé la note", by=by):
        memo.save(update_fields=["state"])
    outdate([notifications.STUCK], memo)


def _own(memo: Memo, *, by: Agent) -> Memo:
    """The row as it is now, locked until the transaction ends. Raises PermissionDenied."""
    if memo.author_id != by.pk or not by.is_active:
        raise PermissionDenied(NOT_AUTHOR)
    return lock_row(Memo, memo.pk)


def _attach(memo: Memo, files: Sequence[Upload], *, by: Agent) -> None:
    for upload in files:
        # The same form sent twice brings the same document.
        MemoFile.objects.get_or_create(memo=memo, document=keep(upload, by=by))
