"""Gather the context of a parsed mail: its sender and their trust, its inbox, the thread it continues."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from core.mail.addresses import without_detail
from core.mail.inbound import authentication_results, senders
from core.mail.inbound.reply_matching import Thread, thread_of
from core.mail.models import IncomingMail, ReplyAddress, Trust
from core.mail.outbound.reply_addresses import find_reply_address
from core.mail.parsing.parsed_message import ParsedMessage
from core.mail.registry import INBOXES, Inbox, inbox_of_address
from core.people.models import Agent


@dataclass(frozen=True)
class Facts:
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
    def domain(self) -> str:
        return self.address.rpartition("@")[2].lower()

    @property
    def is_borrowed(self) -> bool:
        """No server vouches for the sender, and SPF fails for the envelope sender."""
        return self.trust == Trust.UNVERIFIED and authentication_results.fails_spf(
            self.message, authserv_ids=settings.MAIL_AUTHSERV_IDS, relays=settings.MAIL_INTERNAL_RELAYS
        )


def gather_facts(mail: IncomingMail, message: ParsedMessage) -> Facts:
    address = message.writer.address
    written = [person.address for person in (*message.to, *message.cc)]
    is_settled = mail.trust == Trust.CONFIRMED and mail.sender is not None
    agent = mail.sender if is_settled else senders.agent_at(address)
    reply_address = find_reply_address([*written, *message.delivered_to])
    thread = thread_of(message, reply_address, agent, address)
    trust = Trust.CONFIRMED if is_settled else _trust(message, agent, reply_address)
    if thread and thread.inbox.is_open and trust == Trust.FAILED and reply_address is None:
        # Our Message-ID may be known to whoever was sent a copy: a forged sender joins nothing.
        thread = None
    everywhere = [*written, *message.delivered_to]
    named = [inbox for one in written if (inbox := inbox_of_address(one))]
    addressed = next((inbox for inbox in named if inbox.is_open), None) or _inbox_of(everywhere)
    inbox = (thread.inbox if thread else None) or addressed or INBOXES.get(inbox_by_default(mail))
    is_named = any(inbox_of_address(one) for one in written)
    return Facts(
        mail=mail,
        message=message,
        address=address,
        # The admin may have recognised an agent behind an unknown address: that address is told nothing.
        answered_at=senders.own_address(agent, address) if agent and is_settled else address,
        agent=agent,
        trust=trust,
        thread=thread,
        inbox=inbox,
        is_named=is_named,
        is_addressed=is_named
        or reply_address is not None
        or (addressed is not None and (agent is None or addressed.is_open)),
        is_settled=is_settled,
        written_to=next((without_detail(one) for one in everywhere if inbox_of_address(one) is inbox), ""),
        others=_closed_inboxes(named) if inbox and inbox.is_open else (),
    )


def _closed_inboxes(named: Iterable[Inbox]) -> tuple[Inbox, ...]:
    return tuple({inbox.name: inbox for inbox in named if not inbox.is_open}.values())


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
        return Trust.TOKEN if is_given else judged
    if agent is None:
        return judged
    return Trust.TOKEN if reply_address.agent_id == agent.pk else judged


def _inbox_of(addresses: Iterable[str]) -> Inbox | None:
    return next((inbox for address in addresses if (inbox := inbox_of_address(address))), None)


def inbox_by_default(mail: IncomingMail) -> str:
    """The inbox of a mail that names none, or cannot be read: that of the mailbox, or the only one; else none."""
    in_use = [inbox for inbox in INBOXES.values() if inbox.addresses]
    named = mail.mailbox.name if mail.mailbox else ""
    return next((inbox.name for inbox in in_use if inbox.name == named or len(in_use) == 1), "")
