"""Match a mail to its thread: by the secret reply address first, then by our Message-IDs; never by the subject."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from core.mail.headers import our_references
from core.mail.models import OutgoingMail, ReplyAddress
from core.mail.parsing.parsed_message import ParsedMessage
from core.mail.registry import Inbox, inbox_for
from core.people.models import Agent

# References of a long exchange: those nearest to the answer are tried.
MOST_REFERENCES = 50


@dataclass(frozen=True)
class Thread:
    """A thread: a row, the inbox that takes answers about it, and the agent to whom we had written.

    No agent: to an address of the public.
    """

    subject: models.Model
    inbox: Inbox
    given_to: Agent | None
    given_to_address: str = ""


def thread_of(
    message: ParsedMessage, reply_address: ReplyAddress | None, sender: Agent | None, address: str
) -> Thread | None:
    """By the reply address, else by the message of ours to this sender that is answered.

    Without an agent, only what was written to the public is answered.
    """
    if reply_address is not None and (sender or reply_address.agent_id is None):
        thread = _thread(reply_address, reply_address.agent, reply_address.address)
        if thread:
            return thread
    answered = answered_mail(message, sender, address)
    return _thread(answered, answered.agent, answered.address) if answered else None


def answered_mail(message: ParsedMessage, sender: Agent | None, address: str) -> OutgoingMail | None:
    """The newest of our messages to `sender` that this one names, or to the public at this address."""
    references = our_references([*message.in_reply_to, *reversed(message.references)][:MOST_REFERENCES])
    if not references:
        return None
    theirs = Q(agent=None, address__iexact=address) & ~Q(from_address="")
    if sender:
        theirs |= Q(agent=sender)
    mails = OutgoingMail.objects.select_related("agent").filter(
        theirs, reference__in=references, content_type__isnull=False, object_id__isnull=False
    )
    return min(mails, key=lambda mail: references.index(mail.reference), default=None)


def _thread(row: ReplyAddress | OutgoingMail, given_to: Agent | None, address: str) -> Thread | None:
    """None when the row spoken of is gone, or when no inbox takes this person's answers about it any more."""
    if row.content_type_id is None or row.object_id is None:
        return None
    model = ContentType.objects.get_for_id(row.content_type_id).model_class()
    inbox = inbox_for(model)
    if inbox is not None and inbox.is_open and given_to is not None:
        # Of a notification to an agent: only what was written to the public is answered there.
        return None
    subject = model._base_manager.filter(pk=row.object_id).first() if model and inbox else None
    if subject is None or inbox is None:
        return None
    return Thread(subject, inbox, given_to, "" if given_to else address)
