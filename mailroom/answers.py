from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from core.approvals import actions as approvals
from core.approvals.models import Approval, ApprovalStep, Circuit, Decision, StepHolder
from core.approvals.notifications import notify_approved
from core.approvals.registry import ApprovedFile, Content
from core.documents.actions import forget_unheld
from core.documents.models import Document, Upload
from core.french import long_date, spaced
from core.history.context import action_context
from core.mail.headers import ids_in
from core.mail.models import IncomingMail, OutgoingMail
from core.mail.outbound.actions import write
from core.mail.outbound.messages import OutboundMessage
from core.people.models import Agent
from core.web.idempotency import unused_key
from core.web.locks import lock_row, locked
from mailroom import actions, notifications, policies
from mailroom.acknowledgements import filled, our_address
from mailroom.models import (
    ANSWER_LENGTH,
    Answer,
    Channel,
    Gesture,
    Item,
    PendingAnswer,
    Reply,
    ServiceContact,
    State,
)

KIND = "mailroom.answer"
NO_EMAIL = spaced(
    "Ce courrier n’a pas d’adresse électronique : répondez sur papier, et notez la réponse ici."
)
NO_INBOX = spaced(
    "Le courrier n’a pas d’adresse d’envoi : demandez à l’administrateur de l’intranet de la régler."
)
NO_TEXT = "Écrivez votre réponse."
NOT_THEN = "Donnez le jour de la réponse, entre la réception du courrier et aujourd’hui."
NOT_SAID = "Notez en quelques mots ce que vous avez répondu."
NO_SUCH = spaced("Aucun autre courrier n’a ce numéro : recopiez-le, comme 2026-00059.")
MORE_READERS = spaced(
    "Ce courrier est confidentiel, l’autre ne l’est pas : plus de monde le lirait. Rendez d’abord l’autre confidentiel."
)
# What a server of the recipient takes, whole: base64 adds a third.
MOST_BYTES = 15_000_000
# Of a mail that leaves.
MAIL_SUBJECT_LENGTH = 200
# Of a reply.
MOST_IN_ADDRESS = 320
# In the subject of a mail, what `subject_of` writes.
NUMBER = re.compile(r"\[(\d{4}-\d{5,9})\]")
TOO_LONG_SIGNED = spaced("Avec sa signature, cette réponse est trop longue : raccourcissez-la.")
TOO_HEAVY = spaced(
    "Ces fichiers dépassent 15 Mo ensemble : le courriel serait refusé à l’arrivée. Enlevez-en."
)
NEEDS_VISA = spaced("Cette réponse passe maintenant par un visa : rechargez la page, puis soumettez-la.")
UNDER_VISA = spaced("Cette réponse attend son visa : retirez-la sur la page du courrier, puis corrigez-la.")
NOT_WAITING = spaced("Cette réponse n’attend plus de visa : rien n’est parti.")


@transaction.atomic
def answer(
    item: Item,
    *,
    by: Agent,
    channel: str,
    text: str = "",
    sent_on: date | None = None,
    files: Sequence[Upload] = (),
    submission_key: uuid.UUID | None = None,
) -> Answer:
    """By mail, which leaves with its files; or a letter or a talk, which is noted with its day."""
    item = lock_row(Item, item.pk)
    if submission_key and (earlier := item.answers.filter(submission_key=submission_key, by=by).first()):
        return earlier
    check_answers(item, by=by)
    check_whole(item, channel=channel, text=text, sent_on=sent_on, files=files)
    if channel == Channel.MAIL:
        if circuit_of(item):
            raise ValidationError(NEEDS_VISA)
        sent_on = timezone.localdate()
        text = f"{text}\n\n{signature_of(item, by=by)}".strip()
        if len(text) > ANSWER_LENGTH:
            raise ValidationError({"text": TOO_LONG_SIGNED})
    actions.end_pending(item, by=by)
    assert item.due_on
    assert sent_on
    key = unused_key(Answer, submission_key or uuid.uuid4())
    answer = Answer.objects.create(
        item=item, channel=channel, text=text, by=by, sent_on=sent_on, due_on=item.due_on, submission_key=key
    )
    actions.attach(item, files=files, by=by, answer=answer)
    _record(item, answer)
    return answer


def _record(item: Item, answer: Answer) -> None:
    """Send the answer, unless it has left otherwise; nothing waits any more."""
    if answer.channel == Channel.MAIL:
        answer.outgoing = _send(item, answer)
        answer.save(update_fields=["outgoing"])
    now = timezone.now()
    item.state, item.closed_at, item.answered_at = State.ANSWERED, now, item.answered_at or now
    with action_context("a répondu au courrier", by=answer.by):
        item.save(update_fields=["state", "closed_at", "answered_at"])
    actions.move(item, Gesture.ANSWERED, by=answer.by)
    notifications.forget(item)


# Before it leaves, its visas


def circuit_of(item: Item) -> Circuit | None:
    """Return the circuit of an answer by mail: that of the one which came back, else that of the item's kind."""
    visas = visas_of(item.open_answer())
    return visas.circuit if visas else item.kind.answer_circuit if item.kind else None


def visas_of(pending: PendingAnswer | None) -> Approval | None:
    if pending is None:
        return None
    return Approval.objects.of(pending).standing().select_related("circuit").first()


def steps_of(submitted: Iterable[PendingAnswer]) -> list[ApprovalStep]:
    """Return the steps of their visas, each with those who are still asked; two statements, none without any."""
    standing = Approval.objects.of_rows(PendingAnswer, [pending.pk for pending in submitted]).standing()
    decided = Decision.objects.standing().filter(holder=OuterRef("pk"))
    asked = StepHolder.objects.filter(~Exists(decided), left_at=None).select_related("agent")
    steps = ApprovalStep.objects.filter(approval__in=standing).select_related("approval")
    return list(steps.prefetch_related(Prefetch("holders", asked)))


def visa_readers_of(submitted: Iterable[PendingAnswer]) -> list[str]:
    """Name those who keep reading these answers and their letter on the page of the visas: people, then roles."""
    found = Approval.objects.of_rows(PendingAnswer, [pending.pk for pending in submitted])
    steps = ApprovalStep.objects.filter(approval__in=found).exclude(state=ApprovalStep.State.COMING)
    holders = StepHolder.objects.filter(step__in=steps).values("agent")
    people = Agent.objects.filter(Q(pk__in=holders) | Q(decisions__step__in=steps)).distinct().order_by("pk")
    roles = steps.exclude(role="").order_by("role").values_list("role", flat=True).distinct()
    return [*map(str, people), *(spaced(f"le rôle « {role} »") for role in roles)]


@transaction.atomic
def submit(
    item: Item, *, by: Agent, text: str, files: Sequence[Upload] = (), removed: Sequence[str] = ()
) -> PendingAnswer:
    """Keep the answer as it will leave and ask its visas; one that was sent back or withdrawn is corrected.

    `removed` are keys of documents. It leaves at once when its circuit was taken off its kind meanwhile.
    """
    item = lock_row(Item, item.pk)
    check_answers(item, by=by)
    pending = item.open_answer() or PendingAnswer(item=item, by=by)
    visas = visas_of(pending) if pending.pk else None
    if visas and visas.is_running:
        raise ValidationError(UNDER_VISA)
    circuit = circuit_of(item)
    kept = kept_by(pending, removed)
    check_whole(item, channel=Channel.MAIL, text=text, sent_on=None, files=files, kept=kept)
    pending.text, pending.signature = text, signature_of(item, by=by)
    if len(pending.signed) > ANSWER_LENGTH:
        raise ValidationError({"text": TOO_LONG_SIGNED})
    pending.submitted_at, pending.written_again_at = timezone.now(), None
    pending.save()
    rows = pending.files.filter(document__reference__in=removed)
    documents = [row.document for row in rows.select_related("document")]
    rows.delete()
    forget_unheld(documents, by=by)
    actions.attach(item, files=files, by=by, pending=pending)
    if visas:
        approvals.resend(visas, by=by)
    elif circuit:
        approvals.start(pending, by=by, circuit=circuit, direction=item.direction)
    else:
        _leave(pending)
    return pending


def kept_by(pending: PendingAnswer, removed: Sequence[str] = ()) -> int:
    """Return the bytes of the files that it has already, but for those that go."""
    held = Document.objects.filter(item_files__pending=pending.pk or 0).exclude(reference__in=removed)
    return sum(held.values_list("size", flat=True))


@transaction.atomic
def withdraw(item: Item, *, by: Agent) -> Item:
    """Ask no more visas; its author corrects it, or leaves it."""
    item = lock_row(Item, item.pk)
    check_answers(item, by=by)
    visas = visas_of(item.open_answer())
    if visas is None:
        raise ValidationError(NOT_WAITING)
    approvals.withdraw(visas, by=by)
    return item


def lock_pending(pk: int) -> PendingAnswer:
    """The item first, as in all that is done to it."""
    item = lock_row(Item, PendingAnswer.objects.values_list("item", flat=True).get(pk=pk))
    pending = lock_row(PendingAnswer, pk)
    pending.item = item
    return pending


def approve(pending: PendingAnswer, approval: Approval) -> None:
    """The last visa is given: send it in its author's name, even if they have left. The caller holds its lock."""
    item = pending.item
    if pending.ended_at or item.taken_by_id != pending.by_id:
        raise ValidationError(NOT_WAITING)
    check_whole(item, channel=Channel.MAIL, text=pending.text, sent_on=None, files=(), kept=kept_by(pending))
    _leave(pending)
    notify_approved(approval)


def _leave(pending: PendingAnswer) -> None:
    item, pending.ended_at = pending.item, timezone.now()
    assert item.due_on
    said = {"channel": Channel.MAIL, "text": pending.signed, "by": pending.by, "due_on": item.due_on}
    pending.answer = Answer.objects.create(item=item, sent_on=timezone.localdate(), **said)
    pending.save(update_fields=["answer", "ended_at"])
    pending.files.update(answer=pending.answer)
    _record(item, pending.answer)


def content_of(pending: PendingAnswer) -> Content:
    """Return what leaves, then all that it answers: those who approve it may not read the item."""
    item, at = pending.item, pending.submitted_at
    letter = (
        f"de {item.sender_name or item.sender_address or 'inconnu'}, reçu le {long_date(item.received_on)}"
    )
    words = [spaced(f"À : {item.email or item.sender_address}"), pending.signed]
    words += [spaced(f"— Le courrier {item.label}, {letter} : « {item.subject} »"), item.text]
    exchange: list[Any] = [*item.answers.filter(at__lt=at), *item.replies.filter(at__lt=at)]
    for said in sorted(exchange, key=lambda one: one.at):
        who = "la mairie a répondu" if isinstance(said, Answer) else "l’expéditeur a écrit de nouveau"
        words += [spaced(f"— Le {long_date(said.at)}, {who} :"), said.text]
    received = Q(pending=None, answer=None) & (Q(reply=None) | Q(reply__at__lt=at))
    files = item.files.filter(Q(pending=pending) | received).select_related("document").order_by("pk")
    named = (
        ApprovedFile(f"{'Réponse' if file.pending_id else 'Courrier'} – {file.document.name}", file.document)
        for file in files
    )
    return Content(title=subject_of(item), text="\n\n".join(filter(None, words)), files=tuple(named))


def merge_fields(item: Item, *, by: Agent) -> dict[str, str]:
    """Return what replaces ANSWER_TOKENS for this item, answered by this agent."""
    return {
        "[expéditeur]": item.sender_name,
        "[numéro]": item.label,
        "[objet]": item.subject,
        "[date]": long_date(item.received_on),
        "[agent]": str(by),
        "[service]": str(item.direction or ""),
    }


def signature_of(item: Item, *, by: Agent) -> str:
    """Return what stands under an answer by mail: the signature of the direction in charge, filled."""
    contact = ServiceContact.objects.filter(direction=item.direction_id).first()
    return filled(contact.signature, merge_fields(item, by=by)) if contact else ""


def check_answers(item: Item, *, by: Agent) -> None:
    """Tell an agent who was answering while it was moved, and where it is when that is theirs to know.

    Raises ValidationError or PermissionDenied.
    """
    if policies.can_answer(by, item):
        return
    if not by.is_at_work or not (policies.may_treat(by, item) or has_followed(item, by)):
        raise PermissionDenied(actions.NOT_YOURS)
    moves = item.movements.filter(~Q(reason="") | Q(gesture=Gesture.GIVEN))
    last = moves.select_related("by", "to_direction", "to_person").last()
    if item.taken_by_id != by.pk and has_followed(item, by) and last:
        moved = "Ce courrier n’est plus à vous"
        if last.from_person_id == by.pk and not item.is_confidential:
            to = last.to_person or last.to_direction
            where = f"à {to}" if to else "au bureau du courrier"
            moved = f"{last.by or 'Quelqu’un'} a confié ce courrier {where} pendant que vous écriviez"
        said = f"{moved} : rien n’est parti. Copiez votre texte, et remettez-le à qui le suit maintenant."
        raise ValidationError(spaced(said))
    raise ValidationError(actions.NOT_TAKER)


def has_followed(item: Item, agent: Agent) -> bool:
    return item.movements.filter(from_person=agent).exists()


def answer_lost(mail: OutgoingMail, **kwargs: Any) -> None:
    """Listens to `core.mail.signals.mail_lost`."""
    answer = Answer.objects.filter(outgoing=mail).select_related("item__taken_by").first()
    if answer:
        notifications.notify_lost(answer.item)


def check_whole(
    item: Item, *, channel: str, text: str, sent_on: date | None, files: Sequence[Upload], kept: int = 0
) -> None:
    """Raises ValidationError, which says all that is wrong at once. `kept` are bytes of files that it has already."""
    faults = {}
    if channel == Channel.MAIL:
        if not item.email:
            faults["channel"] = NO_EMAIL
        elif not our_address(item):
            faults["channel"] = NO_INBOX
        if not text:
            faults["text"] = NO_TEXT
        if kept + sum(upload.size for upload in files) > MOST_BYTES:
            faults["files"] = TOO_HEAVY
    else:
        if not sent_on or not (item.received_on <= sent_on <= timezone.localdate()):
            faults["sent_on"] = NOT_THEN
        if channel != Channel.PAPER and not text:
            faults["text"] = NOT_SAID
    if faults:
        raise ValidationError(faults)


def _send(item: Item, answer: Answer) -> OutgoingMail:
    """In the sender's own thread: it answers their last message."""
    last = item.replies.select_related("mail").exclude(mail=None).last()
    mail = last.mail if last else item.mail
    message = OutboundMessage(
        None,
        subject_of(item),
        answer.text,
        address=item.email,
        about=item,
        in_reply_to=" ".join(ids_in(mail.message_id)) if mail else "",
        is_confidential=True,
        from_address=our_address(item),
        documents=tuple(file.document for file in answer.files.select_related("document")),
    )
    [written] = write(KIND, [message])
    return written


def subject_of(item: Item) -> str:
    """« Re : » once, with the number, by which a person finds it again."""
    words = item.subject.removeprefix("Re: ").removeprefix("RE: ").strip()
    end = f" [{item.label}]"
    return f"Re: {words}"[: MAIL_SUBJECT_LENGTH - len(end)] + end


@transaction.atomic
def receive_reply(
    item: Item,
    *,
    text: str,
    address: str,
    mail: IncomingMail | None = None,
    documents: Iterable[Document] = (),
    remarks: Sequence[str] = (),
    by: Agent | None = None,
) -> Reply:
    """Into the same item, which is open again for the agent who answered; its deadline starts again.

    `by` joins what was registered apart; without it, the sender writes again.
    """
    item = lock_row(Item, item.pk)
    if mail and (earlier := Reply.objects.filter(mail=mail).first()):
        return earlier
    reply = Reply.objects.create(item=item, mail=mail, text=text, address=address, remarks=[*remarks])
    item.pending_answers.filter(ended_at=None).update(written_again_at=reply.at)
    actions.attach(item, documents=documents, by=None, reply=reply)
    is_reopened = item.closed_at is not None
    if by:
        gesture = Gesture.REOPENED if is_reopened else Gesture.CHANGED
        actions.move(item, gesture, by=by, reason="Un autre courrier y est joint.")
    else:
        actions.move(item, Gesture.REPLIED, by=None)
    if is_reopened:
        said = "a joint un autre courrier à celui-ci" if by else "l’expéditeur a écrit de nouveau"
        actions.open_again(item, said, by=by)
    if is_reopened and item.state == State.ASSIGNED:
        notifications.notify_assigned(item, by=by)
    elif item.state == State.TAKEN:
        notifications.notify_replied(item, by=by)
    elif item.state in (State.REGISTERED, State.RETURNED):
        said = f"Un autre courrier y est joint par {by}." if by else "Son expéditeur a écrit de nouveau."
        notifications.notify_to_assign(item, said, by=by)
    return reply


@transaction.atomic
def join(item: Item, *, by: Agent, to: Item) -> Item:
    """Put what was registered apart where it belongs: `to` takes its words and files, and answers for both.

    The item keeps its number and its mail, closed. Raises ValidationError or PermissionDenied.
    """
    if not policies.may_sort(by):
        raise PermissionDenied(actions.NOT_OFFICE)
    # In id order.
    rows = {row.pk: row for row in locked(Item.objects.filter(pk__in={item.pk, to.pk}).order_by("pk"))}
    if not {item.pk, to.pk} <= rows.keys():
        raise ValidationError({"to": NO_SUCH})
    item, to = rows[item.pk], rows[to.pk]
    if not policies.can_join(by, item):
        raise ValidationError(f"Le courrier {item.label} est {item.get_state_display()}.")
    if item == to or to.state == State.SPAM:
        raise ValidationError({"to": NO_SUCH})
    if item.is_confidential and not to.is_confidential:
        raise ValidationError({"to": MORE_READERS})
    receive_reply(
        to,
        text=item.text or item.subject,
        # A postal address may be longer than an electronic one.
        address=item.email or item.sender_name or item.sender_address[:MOST_IN_ADDRESS],
        documents=[file.document for file in item.files.filter(pending=None).select_related("document")],
        remarks=[f"{Reply.JOINED} {item.label}.", *item.remarks],
        by=by,
    )
    actions.end_pending(item, by=by)
    item.state, item.closed_at = State.FILED, timezone.now()
    item.closing_reason = f"Joint au courrier {to.label}."
    with action_context("a joint le courrier à un autre", by=by):
        item.save(update_fields=["state", "closed_at", "closing_reason"])
    former = item.taken_by
    actions.move(item, Gesture.JOINED, by=by, reason=item.closing_reason, from_person=former)
    notifications.forget(item)
    notifications.notify_moved(item, by=by, former=former)
    return to
