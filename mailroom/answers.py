from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.documents.models import Document, Upload
from core.history.context import action_context
from core.mail.headers import ids_in
from core.mail.models import IncomingMail, OutgoingMail
from core.mail.outbound.actions import write
from core.mail.outbound.messages import OutboundMessage
from core.people.models import Agent
from core.ui.french import spaced
from core.ui.locks import lock_row
from core.ui.once import unused_key
from core.ui.working_days import after_working_days
from mailroom import actions, notifications, policies
from mailroom.acknowledgements import our_address
from mailroom.models import Answer, Channel, Gesture, Item, Reply, State

KIND = "mailroom.answer"
NO_EMAIL = spaced(
    "Ce courrier n’a pas d’adresse électronique : répondez sur papier, et notez la réponse ici."
)
NO_INBOX = spaced(
    "Le courrier n’a pas d’adresse d’envoi : demandez à l’administrateur de l’intranet de la régler."
)
NO_TEXT = "Écrivez votre réponse."
NOT_THEN = "Donnez le jour de la lettre, entre la réception du courrier et aujourd’hui."
# What a server of the recipient takes, whole: base64 adds a third.
MOST_BYTES = 15_000_000
# Of a mail that leaves.
MAIL_SUBJECT_LENGTH = 200
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
    """By mail, which leaves with its files; or on paper, which is noted with its day and its scan."""
    item = lock_row(Item, item.pk)
    if submission_key and (earlier := item.answers.filter(submission_key=submission_key, by=by).first()):
        return earlier
    check_answers(item, by=by)
    check_whole(item, channel=channel, text=text, sent_on=sent_on, files=files)
    if channel == Channel.MAIL:
        sent_on = timezone.localdate()
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


def check_answers(item: Item, *, by: Agent) -> None:
    """Whoever was answering while it was moved is told so, and where it is when that is theirs to know.

    Raises ValidationError or PermissionDenied.
    """
    if policies.can_answer(by, item):
        return
    if not by.is_at_work or not (policies.may_treat(by, item) or has_followed(item, by)):
        raise PermissionDenied(actions.NOT_YOURS)
    last = item.movements.exclude(reason="").select_related("by", "to_direction").last()
    if item.taken_by_id != by.pk and has_followed(item, by) and last:
        moved = "Ce courrier n’est plus à vous"
        if last.from_person_id == by.pk and not item.is_confidential:
            where = f"à {last.to_direction}" if last.to_direction else "au bureau du courrier"
            moved = f"{last.by or 'Quelqu’un'} a confié ce courrier {where} pendant que vous écriviez"
        raise ValidationError(
            spaced(
                f"{moved} : rien n’est parti. Copiez votre texte, et remettez-le à qui le suit maintenant."
            )
        )
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
    elif not sent_on or not (item.received_on <= sent_on <= timezone.localdate()):
        faults["sent_on"] = NOT_THEN
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
) -> Reply:
    """Into the same item, which is open again for whoever answered; its deadline starts again."""
    item = lock_row(Item, item.pk)
    if mail and (earlier := Reply.objects.filter(mail=mail).first()):
        return earlier
    reply = Reply.objects.create(item=item, mail=mail, text=text, address=address, remarks=[*remarks])
    actions.attach(item, documents=documents, by=None, reply=reply)
    actions.move(item, Gesture.REPLIED, by=None)
    if is_reopened := item.closed_at is not None:
        _reopen(item)
    if is_reopened and item.state == State.ASSIGNED:
        notifications.notify_assigned(item)
    elif item.state == State.TAKEN:
        notifications.notify_replied(item)
    elif item.state in (State.REGISTERED, State.RETURNED):
        notifications.notify_to_assign(item, "Son expéditeur a écrit de nouveau.")
    return reply


def _reopen(item: Item) -> None:
    """To whoever followed it; to its direction when they have left, else to the mail office."""
    is_followed = item.taken_by is not None and item.taken_by.is_at_work
    if not is_followed:
        item.taken_by = item.taken_at = None
    item.state = State.TAKEN if is_followed else State.ASSIGNED if item.direction else State.REGISTERED
    item.closed_at, item.closing_reason = None, ""
    if item.kind:
        item.due_on = after_working_days(timezone.localdate(), item.kind.answer_days)
    with action_context("l’expéditeur a écrit de nouveau"):
        item.save(update_fields=["state", "taken_by", "taken_at", "closed_at", "closing_reason", "due_on"])
