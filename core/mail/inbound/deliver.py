"""Delivers a mail with its files to its rubric, and settles it by the result."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Model, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.documents.actions import store_bytes
from core.documents.inspection.detection import inspect_file
from core.documents.limits import EVERYDAY, NAMELESS, size_label
from core.documents.models import Document
from core.documents.refusals import Refused
from core.french import NBSP, spaced
from core.mail import autoreply
from core.mail.inbound.message_context import MessageContext
from core.mail.models import IncomingMail, InlineImage, Reason, State
from core.mail.parsing.parsed_message import Attachment
from core.mail.registry import (
    AttachedFile,
    InboundMessage,
    Inbox,
    InboxOutcome,
    PublicMessage,
    inbox_of_address,
)
from core.mail.signals import mail_shared
from core.people.models import Agent
from core.web import locks

# Autoresponders without any sign of being one would answer each other through us for ever; people write less.
MOST_ANSWERS_AN_HOUR = 30
TOO_FAST = spaced(
    f"Plus de {MOST_ANSWERS_AN_HOUR} messages de cet agent en une heure : deux répondeurs automatiques se répondent "
    "peut-être. Celui-ci attend que quelqu’un regarde."
)
BURST, MOST_IN_A_BURST = timedelta(minutes=10), 5
TOO_MANY_ON_SUBJECT = spaced(
    f"Plus de {MOST_IN_A_BURST} réponses de cet agent sur le même sujet en dix minutes : un répondeur automatique "
    "répond peut-être. Celle-ci attend que quelqu’un regarde."
)
SAME_WORDS = timedelta(hours=24)
REPEATED_WORDS = spaced(
    "Gardé sans réponse, message automatique : les mêmes mots du même agent, sur le même sujet, en moins de 24 heures."
)
EMPTY = spaced("Votre message est arrivé vide : ni texte, ni fichier.")
MOST_FILES = 20
TNEF = "application/ms-tnef"
REWRITE = spaced(
    "Outlook y a mis vos pièces jointes dans une forme que lui seul lit. Renvoyez le message au format HTML "
    "(onglet « Format du texte »)."
)
# An image that two earlier mails from the same domain held is a logo; no need to count further.
SEEN_OFTEN, COUNTED_TO = 2, 5


def deliver(context: MessageContext, agent: Agent | None, inbox: Inbox) -> None:
    """Begin or answer, and settle. Without an agent, `inbox` is open to all, or expects them."""
    mail, message = context.mail, context.message
    if context.thread is not None:
        # Only answers are trimmed, never first mails.
        mail.text, mail.folded = message.own, message.folded
    # A person decided about it or imported it: it is no autoresponder's.
    if not (context.is_settled or mail.mailbox_id is None or mail.handled_by_id):
        # One reader at a time counts this agent's mails.
        locks.wait_for(f"mail.answers:{agent.pk if agent else context.address.lower()}")
        if said := _said_before(context):
            mail.remark([REPEATED_WORDS])
            mail.settle(State.AUTOMATIC, same_as=said)
            return
        if too_fast := _too_fast(context):
            mail.remark([too_fast])
            mail.settle(State.QUARANTINED, Reason.NOT_ALLOWED)
            return
    try:
        # What the rubric refuses leaves nothing of its own.
        with transaction.atomic():
            outcome = _given(context, agent, inbox)
    except (ValidationError, PermissionDenied) as error:
        sentences = error.messages if isinstance(error, ValidationError) else [str(error)]
        mail.remark(sentence for sentence in sentences if sentence)
        outcome = InboxOutcome(refusal=Reason.NOT_ALLOWED, sentence=" ".join(sentences))
    mail.remark(outcome.remarks)
    if outcome.became is not None:
        mail.became = outcome.became
    if outcome.refusal:
        mail.settle(State.REFUSED, outcome.refusal)
        refuse(context, outcome.refusal, sentence=outcome.sentence, button=outcome.button, url=outcome.url)
        return
    mail.settle(State.FILED)
    _acknowledge(context, agent, outcome)
    # An open inbox takes what anybody writes; it is begun too where its agent may write besides.
    if agent and not context.thread and not context.is_unasked and context.speaks_as_agent:
        for other in context.others:
            _begin_too(context, agent, other, outcome.became)


def refuse(context: MessageContext, reason: Reason, **words: str) -> None:
    """Tell the sender why, unless the mail names none of our addresses: then nobody asked us anything."""
    if context.is_named and context.answered_at and not context.is_silent:
        autoreply.refuse(context.mail, context.answered_at, reason, message=context.message, **words)


def _acknowledge(context: MessageContext, agent: Agent | None, outcome: InboxOutcome) -> None:
    if outcome.acknowledgement and agent and context.is_named:
        autoreply.acknowledge(context.mail, agent, outcome.acknowledgement)


def _given(context: MessageContext, agent: Agent | None, inbox: Inbox) -> InboxOutcome:
    """Give the mail to its rubric. Raises ValidationError or PermissionDenied."""
    thread = context.thread
    if inbox.begin_public and (inbox.is_open or agent is None):
        public = PublicMessage(**_parsed(context))
        if thread and inbox.answer_public:
            return inbox.answer_public(public, thread.subject)
        return inbox.begin_public(public)
    assert agent
    arrival = InboundMessage(sender=agent, given_to=thread.given_to if thread else None, **_parsed(context))
    # A first mail may say everything in its subject; the subject of an answer is only repeated.
    says_something = arrival.text.strip() or (arrival.subject.strip() and not arrival.is_reply)
    if not arrival.files and not arrival.text.strip() and arrival.left_out:
        return InboxOutcome(refusal=Reason.FORBIDDEN_FILE, sentence=" ".join(arrival.left_out))
    if not arrival.files and not says_something:
        return InboxOutcome(refusal=Reason.UNREADABLE, sentence=EMPTY)
    return inbox.answer(arrival, thread.subject) if thread else inbox.begin(arrival)


def _begin_too(context: MessageContext, agent: Agent, inbox: Inbox, first: Model | None) -> None:
    try:
        with transaction.atomic():
            outcome = inbox.begin(InboundMessage(sender=agent, **_parsed(context)))
    except (ValidationError, PermissionDenied):
        return
    if outcome.became is None:
        return
    if first:
        mail_shared.send(
            sender=IncomingMail, mail=context.mail, agent=agent, first=first, second=outcome.became
        )
    _acknowledge(context, agent, outcome)


def _parsed(context: MessageContext) -> dict[str, Any]:
    """The fields of a PublicMessage."""
    mail, message, thread = context.mail, context.message, context.thread
    files, left_out, remarks = sort_attachments(message.parts, context.domain, counts=mail.read_at is None)
    mail.remark(remarks)
    if thread is not None and (other := _given_to_another(context)):
        mail.remark([f"Écrit avec l’adresse de réponse donnée à {other}."])
    return {
        "mail": mail,
        "subject": mail.subject,
        "text": mail.text,
        "folded": mail.folded,
        "files": tuple(files),
        "is_reply": thread is not None,
        "left_out": tuple(left_out),
        "written_to": context.written_to,
        "invited": tuple(
            person.address
            for person in (*message.to, *message.cc)
            if context.is_guest and inbox_of_address(person.address) is context.inbox
        ),
        "calendar": message.calendar if context.is_guest else "",
        "may_be_answered": context.is_named and not context.is_borrowed,
        "is_from_program": context.is_unasked,
    }


def _given_to_another(context: MessageContext) -> str:
    """Whose reply address this sender used; empty when it is their own."""
    thread = context.thread
    assert thread
    if thread.given_to:
        return "" if thread.given_to == context.agent else str(thread.given_to)
    is_own = thread.given_to_address.lower() == context.address.lower()
    return "" if is_own else thread.given_to_address


# Loops


def _said_before(context: MessageContext) -> IncomingMail | None:
    """The mail with the same text, when this one has no file of its own: an autoresponder, or a mail sent twice."""
    mail = context.mail
    # Invitations of one text differ by their calendars.
    if context.is_guest or any(not part.is_inline for part in context.message.parts):
        return None
    same = _on_same_subject(context, SAME_WORDS).exclude(state=State.QUARANTINED).filter(text=mail.text)
    if context.thread is None:
        same = same.filter(subject=mail.subject)
    return same.order_by("pk").first()


def _too_fast(context: MessageContext) -> str:
    """The remark on an answer that comes faster than people write; empty for any other mail."""
    if context.thread is None:
        return ""
    burst = _on_same_subject(context, BURST).exclude(state=State.AUTOMATIC)
    if burst[:MOST_IN_A_BURST].count() >= MOST_IN_A_BURST:
        return TOO_MANY_ON_SUBJECT
    since = timezone.now() - timedelta(hours=1)
    recent = IncomingMail.objects.filter(_theirs(context), state=State.FILED, read_at__gt=since)
    return TOO_FAST if recent.order_by()[:MOST_ANSWERS_AN_HOUR].count() >= MOST_ANSWERS_AN_HOUR else ""


def _theirs(context: MessageContext) -> Q:
    """The mails of the same sender: an agent, or an address of the public."""
    public = Q(sender=None, sender_address__iexact=context.address)
    return Q(sender=context.agent) if context.agent else public


def _on_same_subject(context: MessageContext, age: timedelta) -> QuerySet[IncomingMail]:
    """Return mails they wrote on the same subject shortly before, by the time that the town's server received it."""
    mail = context.mail
    came_at = mail.delivered_at or mail.taken_at
    taken = Q(state__in=(State.FILED, State.AUTOMATIC)) | Q(
        state=State.QUARANTINED, reason=Reason.NOT_ALLOWED
    )
    same = IncomingMail.objects.filter(
        taken, _theirs(context), about_type=mail.about_type_id, about_id=mail.about_id
    ).annotate(came_at=Coalesce("delivered_at", "taken_at"))
    return same.filter(came_at__gt=came_at - age).exclude(pk=mail.pk).order_by()


# Files: attachments by the rules of documents, without the images of signatures


def sort_attachments(
    parts: list[Attachment], sender_domain: str, *, counts: bool
) -> tuple[list[AttachedFile], list[str], list[str]]:
    """The accepted files, the sentences on the others for the sender, and those for the readers of the mail.

    `counts` is false for a mail read again.
    """
    logos = _signature_images(parts, sender_domain, counts=counts)
    files: list[AttachedFile] = []
    left_out: list[str] = []
    seen = set(logos)
    for part in parts:
        if part.sha256 and part.sha256 in seen:
            continue
        seen.add(part.sha256)
        too_many = f"{MOST_FILES} fichiers au plus dans un message."
        judged = _judged(part) if len(files) < MOST_FILES else too_many
        if isinstance(judged, str):
            left_out.append(f"«{NBSP}{part.name or NAMELESS}{NBSP}» : {judged}")
        else:
            files.append(judged)
    remarks = [f"Pièce jointe refusée{NBSP}: {sentence}" for sentence in left_out]
    if logos:
        images = "image de signature laissée" if len(logos) == 1 else "images de signature laissées"
        remarks.append(f"{len(logos)} {images} de côté.")
    return files, left_out, remarks


def kept_files(files: Iterable[AttachedFile], *, by: Agent | None) -> tuple[list[Document], list[str]]:
    """Documents made of the files of a mail, and a sentence for each that is not taken in."""
    kept, refused = [], []
    for file in files:
        try:
            kept.append(store_bytes(file.content, name=file.name, by=by))
        except Refused as refusal:
            refused.append(
                f"Le fichier «{NBSP}{file.name}{NBSP}» n’est pas gardé{NBSP}: {refusal.messages[0]}"
            )
    return kept, refused


def _judged(part: Attachment) -> AttachedFile | str:
    """The file under a safe name, or why it is not taken."""
    if len(part.content) > EVERYDAY.largest:
        return f"Ce fichier dépasse {size_label(EVERYDAY.largest)}."
    with tempfile.NamedTemporaryFile(prefix="mail-") as copy:
        copy.write(part.content)
        copy.flush()
        try:
            judged = inspect_file(Path(copy.name), part.name, allowed=EVERYDAY.kinds)
        except ValidationError as refusal:
            return REWRITE if part.content_type == TNEF else " ".join(refusal.messages)
    return AttachedFile(judged.name, judged.kind.content_type, part.content)


def _signature_images(parts: list[Attachment], sender_domain: str, *, counts: bool) -> set[str]:
    """The images that earlier mails from this domain held; the others are counted for later mails."""
    inside = (part for part in parts if part.is_inline and part.content_type.startswith("image/"))
    if not (images := {part.sha256 for part in inside if part.sha256}):
        return set()
    mine = InlineImage.objects.filter(sender_domain=sender_domain[:255])
    times = dict(mine.filter(sha256__in=images).values_list("sha256", "times"))
    # A logo is in every mail: if its row were always counted, readers would wait for each other.
    for sha256 in sorted(images):
        if counts and times.get(sha256, 0) < COUNTED_TO:
            _, is_new = InlineImage.objects.get_or_create(sha256=sha256, sender_domain=sender_domain[:255])
            if not is_new:
                mine.filter(sha256=sha256).update(times=F("times") + 1)
    return {sha256 for sha256, count in times.items() if count >= SEEN_OFTEN}
