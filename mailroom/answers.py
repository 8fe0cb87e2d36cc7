from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

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
from mailroom.models import ANSWER_LENGTH, Answer, Channel, Gesture, Item, Reply, ServiceContact, State

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
        sent_on = timezone.localdate()
        text = f"{text}\n\n{signature_of(item, by=by)}".strip()
        if len(text) > ANSWER_LENGTH:
            raise ValidationError({"text": TOO_LONG_SIGNED})
    assert item.due_on
    assert sent_on
    key = unused_key(Answer, submission_key or uuid.uuid4())
    answer = Answer.objects.create(
        item=item, channel=channel, text=text, by=by, sent_on=sent_on, due_on=item.due_on, submission_key=key
    )
    actions.attach(item, files=files, by=by, answer=answer)
    if channel == Channel.MAIL:
        answer.outgoing = _send(item, answer)
        answer.save(update_fields=["outgoing"])
    now = timezone.now()
    item.state, item.closed_at, item.answered_at = State.ANSWERED, now, item.answered_at or now
    with action_context("a répondu au courrier", by=by):
        item.save(update_fields=["state", "closed_at", "answered_at"])
    actions.move(item, Gesture.ANSWERED, by=by)
    notifications.forget(item)
    return answer


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
    item: Item, *, channel: str, text: str, sent_on: date | None, files: Sequence[Upload]
) -> None:
    """Raises ValidationError, which says all that is wrong at once."""
    faults = {}
    if channel == Channel.MAIL:
        if not item.email:
            faults["channel"] = NO_EMAIL
        elif not our_address(item):
            faults["channel"] = NO_INBOX
        if not text:
            faults["text"] = NO_TEXT
        if sum(upload.size for upload in files) > MOST_BYTES:
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
        documents=[file.document for file in item.files.select_related("document")],
        remarks=[f"{Reply.JOINED} {item.label}.", *item.remarks],
        by=by,
    )
    item.state, item.closed_at = State.FILED, timezone.now()
    item.closing_reason = f"Joint au courrier {to.label}."
    with action_context("a joint le courrier à un autre", by=by):
        item.save(update_fields=["state", "closed_at", "closing_reason"])
    former = item.taken_by
    actions.move(item, Gesture.JOINED, by=by, reason=item.closing_reason, from_person=former)
    notifications.forget(item)
    notifications.notify_moved(item, by=by, former=former)
    return to
