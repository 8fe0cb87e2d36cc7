"""The context of a parsed mail: its sender and their trust, its inbox, the thread that it continues."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from core.mail.headers import our_references
from core.mail.inbound import authentication_results
from core.mail.models import IncomingMail, OutgoingMail, ReplyAddress, Trust
from core.mail.outbound.threading import find_reply_address
from core.mail.parsing.parsed_message import ParsedMessage
from core.mail.registry import INBOXES, Inbox, inbox_for, inbox_of_address, without_detail
from core.people.models import AddressAlias, Agent

# Of the references of a long exchange, those nearest to the answer are tried.
MOST_REFERENCES = 50
# Signs of what programs and lists send of their own accord: invoices, teleservices, notices.
UNASKED = re.compile(
    r"(?:auto-submitted: auto-generated|precedence: (?:bulk|list)|list-|mailing-list|adresse sans lecteur)",
    re.I,
)


@dataclass(frozen=True)
class Thread:
    """A row, the inbox that takes answers about it, and the agent, or the address of the public, we had written to."""

    subject: models.Model
    inbox: Inbox
    given_to: Agent | None
    given_to_address: str = ""


@dataclass(frozen=True)
class MessageContext:
    """`address` is that of `ParsedMessage.writer`, `answered_at` the address that automatic answers go to.

    `is_named`: To or Cc hold one of our addresses; otherwise no automatic answer is sent. `is_addressed`: they do, or
    a reply address of ours was used. The delivery headers of the town's server are not enough for an agent: anybody who
    received a signed message of theirs can have it delivered here with its signature intact. `is_settled`: a person of
    the admin, or the sender, has confirmed who wrote. `written_to`: the address of `inbox` that is named.
    `others`: the inboxes of agents that a mail names besides an open one.
    """

    mail: IncomingMail
    message: ParsedMessage
    address: str
    answered_at: str
    agent: Agent | None
    trust: Trust
    thread: Thread | None
    inbox: Inbox | None
    is_named: bool
    is_addressed: bool
    is_settled: bool
    written_to: str = ""
    others: tuple[Inbox, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.inbox is not None and self.inbox.is_open

    @property
    def is_guest(self) -> bool:
        return self.inbox is not None and self.inbox.is_invited_at is not None

    @property
    def is_silent(self) -> bool:
        """An inbox that is a guest answers nobody but agents whose address is vouched for, and who work here."""
        is_sure = self.trust not in (Trust.FAILED, Trust.UNVERIFIED)
        return self.is_guest and not (self.agent and self.agent.is_at_work and is_sure)

    @property
    def is_expected(self) -> bool:
        """A stranger writes to an address that was given to them, and no server denies it."""
        accepts = self.inbox.is_expected if self.inbox and not self.agent else None
        is_denied = self.trust == Trust.FAILED or self.is_borrowed
        return bool(accepts and not is_denied and any(accepts(one.address) for one in self.message.to))

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2].lower()

    @property
    def is_borrowed(self) -> bool:
        """No server vouches for the sender, and SPF fails for the envelope sender."""
        return self.trust == Trust.UNVERIFIED and authentication_results.fails_spf(
            self.message, authserv_ids=settings.MAIL_AUTHSERV_IDS, relays=settings.MAIL_INTERNAL_RELAYS
        )

    @property
    def is_unasked(self) -> bool:
        """A program writes first: what is open to all registers it, and does not answer. Its answers are set aside."""
        message = self.message
        is_first = not (self.thread or message.in_reply_to or our_references(message.references))
        return message.kind == "automatic" and is_first and bool(UNASKED.match(message.automatic_because))

    @property
    def speaks_as_agent(self) -> bool:
        """Whether an inbox of agents would take this mail, which came to an open one as well."""
        return (
            self.agent is not None
            and self.agent.is_at_work
            and self.trust not in (Trust.FAILED, Trust.UNVERIFIED)
            and not self.mail.is_headers_only
            and self.message.kind != "encrypted"
        )


def context_of(mail: IncomingMail, message: ParsedMessage) -> MessageContext:
    address = message.writer.address
    written = [person.address for person in (*message.to, *message.cc)]
    everywhere = [*written, *message.delivered_to]
    # A query for each address that is nobody's: a mail may name hundreds.
    inbox_of = cache(inbox_of_address)
    is_settled = mail.trust == Trust.CONFIRMED and mail.sender is not None
    agent = mail.sender if is_settled else agent_at(address)
    reply_address = find_reply_address(everywhere)
    named = [inbox for one in written if (inbox := inbox_of(one))]
    guest = next((inbox for inbox in named if inbox.is_invited_at), None) if message.calendar else None
    thread = None if guest else _thread_of(message, reply_address, agent, address)
    trust = Trust.CONFIRMED if is_settled else _trust(message, agent, reply_address)
    if thread and thread.inbox.is_open and trust == Trust.FAILED and reply_address is None:
        # Our Message-ID may be known to anybody who was sent a copy: a forged sender joins nothing.
        thread = None
    first = next((inbox for one in everywhere if (inbox := inbox_of(one))), None)
    addressed = guest or next((inbox for inbox in named if inbox.is_open), first)
    inbox = (thread.inbox if thread else None) or addressed or INBOXES.get(inbox_by_default(mail))
    closed = {one.name: one for one in named if not one.is_open}
    return MessageContext(
        mail=mail,
        message=message,
        address=address,
        # The admin may have recognised an agent behind an unknown address, to which nothing is sent.
        answered_at=known_address(agent) if agent and is_settled and agent_at(address) != agent else address,
        agent=agent,
        trust=trust,
        thread=thread,
        inbox=inbox,
        is_named=bool(named),
        is_addressed=bool(named)
        or reply_address is not None
        or (addressed is not None and (agent is None or addressed.is_open)),
        is_settled=is_settled,
        written_to=next((without_detail(one) for one in everywhere if inbox_of(one) is inbox), ""),
        others=tuple(closed.values()) if inbox and inbox.is_open else (),
    )


def _trust(message: ParsedMessage, agent: Agent | None, reply_address: ReplyAddress | None) -> Trust:
    """A secret reply address vouches for its agent, unless the town's server says that the mail is not theirs."""
    judged = authentication_results.trust_of(
        message, authserv_ids=settings.MAIL_AUTHSERV_IDS, relays=settings.MAIL_INTERNAL_RELAYS
    )
    is_named = len(message.from_) == 1 and bool(message.from_[0].address)
    if judged != Trust.UNVERIFIED or reply_address is None or not is_named:
        return judged
    if reply_address.agent_id is None:
        is_given = reply_address.address == message.from_[0].address.lower()
    else:
        is_given = agent is not None and reply_address.agent_id == agent.pk
    return Trust.TOKEN if is_given else judged


def inbox_by_default(mail: IncomingMail) -> str:
    """The inbox of a mail that names none, or cannot be read: that of the mailbox, or the only one; else none."""
    in_use = [inbox for inbox in INBOXES.values() if inbox.addresses]
    named = mail.mailbox.name if mail.mailbox else ""
    return next((inbox.name for inbox in in_use if inbox.name == named or len(in_use) == 1), "")


# The thread: by the secret reply address first, then by our Message-IDs; never by the subject


def _thread_of(
    message: ParsedMessage, reply_address: ReplyAddress | None, sender: Agent | None, address: str
) -> Thread | None:
    """Without an agent, only what was written to the public is answered."""
    if reply_address is not None and (sender or reply_address.agent_id is None):
        thread = _thread(reply_address, reply_address.agent, reply_address.address)
        if thread:
            return thread
    answered = _answered_mail(message, sender, address)
    return _thread(answered, answered.agent, answered.address) if answered else None


def _answered_mail(message: ParsedMessage, sender: Agent | None, address: str) -> OutgoingMail | None:
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
    # An answer to a notification to an agent: where all may write, only what was written to the public is answered.
    if model is None or inbox is None or (inbox.is_open and given_to is not None):
        return None
    subject = model._base_manager.filter(pk=row.object_id).first()
    return Thread(subject, inbox, given_to, "" if given_to else address) if subject else None


# The agent of an address: their own address, or one of their aliases


def agent_at(address: str) -> Agent | None:
    """The agent who writes from this address, with their roles; tried again without its « +detail ».

    Closed accounts are found too: the caller decides.
    """
    candidates = [address.strip().lower()]
    local, _, domain = candidates[0].rpartition("@")
    if not local or not domain:
        return None
    if "+" in local.strip("+") and not local.startswith('"'):
        candidates.append(f"{local.partition('+')[0]}@{domain}")
    agents = Agent.objects.with_roles().annotate(own=Lower("email"))
    for candidate in candidates:
        if agent := agents.filter(own=candidate).first():
            return agent
        aliases = AddressAlias.objects.annotate(lower=Lower("address")).filter(lower=candidate)
        if agent := agents.filter(pk__in=aliases.values("agent")).first():
            return agent
    return None


def known_address(agent: Agent) -> str:
    """The address that the directory knows for this agent; empty when it knows none."""
    aliases = AddressAlias.objects.filter(~Q(address=""), agent=agent).values_list("address", flat=True)
    return agent.email or aliases.first() or ""
