"""« Traiter comme idée »: a member of the group turns a held mail into an idea and names its author."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from core.documents.actions import store_bytes
from core.mail.inbound import attachments
from core.mail.inbox_types import AttachedFile
from core.mail.models import IncomingMail, RawContent, Reason, State, Trust
from core.mail.parsing import sandboxed
from core.mail.parsing.parsed_message import Unreadable
from core.people.models import Agent
from core.ui.french import spaced
from core.ui.locks import lock_row
from suggestions.ideas.by_mail import INBOX, WHOLE
from suggestions.mail_in.new_ideas import words_of
from suggestions.mail_in.policies import can_treat_as_idea
from suggestions.mail_in.replies import made_of
from suggestions.models import Idea
from suggestions.policies import is_in_group
from suggestions.proposing import actions as proposing
from suggestions.states import Contact, Identity


@transaction.atomic
def treat_as_idea(mail: IncomingMail, *, by: Agent, author: Agent, title: str, proposal: str) -> str:
    """Turn the mail into an idea of `author`, informed at the sending address. Returns the message to show."""
    if not is_in_group(by):
        raise PermissionDenied("Seul un membre du groupe projet peut faire ce geste.")
    mail = lock_row(IncomingMail, mail.pk)
    if earlier := made_of(mail):
        raise ValidationError(spaced(f"Ce message a été traité entre-temps : il est devenu « {earlier} »."))
    if not can_treat_as_idea(by, mail):
        raise ValidationError(spaced("Ce message a été traité entre-temps : il n’attend plus."))
    words = {"title": title, "proposal": proposal}
    if author == by:
        idea = propose_from(mail, by=by, **words)
    else:
        contact, detail = _contact(mail, author)
        idea = propose_from(
            mail,
            by=by,
            author=author,
            contact=contact,
            contact_detail=detail,
            direction=None,
            identity=Identity.NAMED,
            **words,
        )
    mail.inbox = mail.inbox or INBOX
    mail.save(update_fields=["inbox"])
    filed(mail, idea, by=by)
    return spaced(f"Le message est devenu l’idée « {idea.title} », ") + (
        "proposée en votre nom." if author == by else f"saisie pour {author}, qui est prévenu."
    )


def _contact(mail: IncomingMail, author: Agent) -> tuple[Contact, str]:
    """How to inform the author: the sending address unless forged, else their own, else by a colleague."""
    wrote_from = mail.sender_address if mail.trust != Trust.FAILED else ""
    for address in (wrote_from, author.email or ""):
        try:
            validate_email(address)
        except ValidationError:
            continue
        return Contact.MAIL, address[:200]
    return Contact.SPOKEN, ""


def filed(mail: IncomingMail, row: models.Model, *, by: Agent) -> None:
    """The mail has become this row, by this person's hand; it is locked by the caller."""
    mail.state, mail.reason, mail.error = State.FILED, Reason.NONE, ""
    mail.read_at, mail.handled_by, mail.became = timezone.now(), by, row
    try:
        with transaction.atomic():
            mail.save(
                update_fields=[
                    "state",
                    "reason",
                    "error",
                    "read_at",
                    "handled_by",
                    "content_type",
                    "object_id",
                    "trust",
                    "sender",
                ]
            )
    except IntegrityError as error:
        raise ValidationError(
            spaced("Le même message, reçu deux fois, a déjà été traité : rien n’est à faire de celui-ci.")
        ) from error


def propose_from(mail: IncomingMail, *, by: Agent, **words: Any) -> Idea:
    """The idea of this mail, with its files and, when its text is longer than an idea's, the whole of it."""
    found_files, left_out = files_of(mail)
    documents, refused = attachments.kept_files(found_files, by=by)
    found = words_of(mail.subject, mail.text, by, [document.name for document in documents])
    if found is None and not words:
        raise ValidationError(spaced("Ce message ne porte ni texte ni fichier : il n’y a rien à proposer."))
    title, proposal, whole = found or ("", "", "")
    if whole:
        documents.append(store_bytes(whole.encode(), name=WHOLE, by=by))
    if left_out or refused:
        mail.remarks = list(dict.fromkeys([*mail.remarks, *left_out, *refused]))
        mail.save(update_fields=["remarks"])
    words = {"title": title, "proposal": proposal} | words
    if "author" in words:
        return proposing.enter_for(by=by, mail=mail, documents=documents, **words)
    return proposing.propose(by=by, mail=mail, documents=documents, **words)


def files_of(mail: IncomingMail) -> tuple[tuple[AttachedFile, ...], tuple[str, ...]]:
    """Read the files of a stored mail again; return them, and sentences on what is left out."""
    raw = RawContent.objects.filter(mail=mail).first()
    if raw is None or mail.is_headers_only:
        return (), ()
    try:
        reading = sandboxed.parse(bytes(raw.content))
    except Unreadable:
        return (), ("Les fichiers de ce message n’ont pas pu être lus.",)
    sorted_ = attachments.sort_attachments(
        reading.parts, mail.sender_address.rpartition("@")[2], counts=False
    )
    return sorted_.files, sorted_.left_out
