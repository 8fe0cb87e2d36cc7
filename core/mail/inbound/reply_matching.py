"""Which thread a mail belongs to: by the secret reply address first, then by our Message-IDs; never by the subject."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import models

from core.mail.headers import our_references
from core.mail.models import OutgoingMail, ReplyAddress
from core.mail.parsing.parsed_message import ParsedMessage
from core.mail.registry import Inbox, inbox_for
from core.people.models import Agent

# References of a long exchange: those nearest to the answer are tried.
MOST_REFERENCES = 50


@dataclass(frozen=True)
class Thread:
    """What is answered: a row, the inbox that takes answers about it, and the agent to whom we had written."""

    subject: models.Model
    inbox: Inbox
    given_to: Agent


def thread_of(message: ParsedMessage, reply_address: ReplyAddress | None, sender: Agent) -> Thread | None:
    """By the reply address, else by the message of ours to this sender that is answered."""
    if reply_address is not None and (thread := _thread(reply_address, reply_address.agent)):
        return thread
    answered = answered_mail(message, sender)
    return _thread(answered, sender) if answered else None


def answered_mail(message: ParsedMessage, sender: Agent) -> OutgoingMail | None:
    """The newest of our messages to `sender` that this one names."""
    references = our_references([*message.in_reply_to, *reversed(message.references)][:MOST_REFERENCES])
    if not references:
        return None
    mails = OutgoingMail.objects.filter(
        reference__in=references, agent=sender, content_type__isnull=False, object_id__isnull=False
    )
    return min(mails, key=lambda mail: references.index(mail.reference), default=None)


def _thread(row: ReplyAddress | OutgoingMail, given_to: Agent) -> Thread | None:
    """None when the row spoken of is gone, or when no inbox answers for it any more."""
    if row.content_type_id is None or row.object_id is None:
        return None
    model = ContentType.objects.get_for_id(row.content_type_id).model_class()
    inbox = inbox_for(model)
    subject = model._base_manager.filter(pk=row.object_id).first() if model and inbox else None
    return Thread(subject, inbox, given_to) if subject is not None and inbox is not None else None
