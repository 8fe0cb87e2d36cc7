"""What is known of a mail once it is read: who, how sure, at which of our addresses, in which thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from core.mail.inbound import authentication_results, senders
from core.mail.inbound.reply_matching import Thread, thread_of
from core.mail.models import IncomingMail, ReplyAddress, Trust
from core.mail.outbound.reply_addresses import find_reply_address
from core.mail.parsing.parsed_message import ParsedMessage
from core.mail.registry import INBOXES, Inbox, inbox_of_address
from core.people.models import Agent


@dataclass(frozen=True)
class Facts:
    """`address` is what From says, `answered_at` where its agent, or an unknown sender, is written to.

    `is_named`: To or Cc hold one of our addresses; without it nothing answers by itself. `is_addressed`: they do, or
    a reply address of ours was used. What the town's server noted of the delivery is not enough for an agent: whoever
    received a message that they signed for somebody else can have it delivered here, its signature whole.
    `is_settled`: a person, or the sender, has said who wrote.
    """

    mail: IncomingMail
    reading: ParsedMessage
    address: str
    answered_at: str
    agent: Agent | None
    trust: Trust
    thread: Thread | None
    inbox: Inbox | None
    is_named: bool
    is_addressed: bool
    is_settled: bool

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2].lower()

    @property
    def is_borrowed(self) -> bool:
        """Nobody vouches for the sender, and the town's server says that the envelope's is another's."""
        return self.trust == Trust.UNVERIFIED and authentication_results.fails_spf(
            self.reading, authserv_ids=settings.MAIL_AUTHSERV_IDS, relays=settings.MAIL_INTERNAL_RELAYS
        )


def gather_facts(mail: IncomingMail, reading: ParsedMessage) -> Facts:
    address = reading.from_[0].address if reading.from_ else ""
    written = [person.address for person in (*reading.to, *reading.cc)]
    is_settled = mail.trust == Trust.CONFIRMED and mail.sender is not None
    agent = mail.sender if is_settled else senders.agent_at(address)
    reply_address = find_reply_address([*written, *reading.delivered_to])
    thread = thread_of(reading, reply_address, agent) if agent else None
    addressed = _inbox_of([*written, *reading.delivered_to])
    is_named = any(inbox_of_address(one) for one in written)
    return Facts(
        mail=mail,
        reading=reading,
        address=address,
        # Whoever looked at it may have known an agent behind a stranger's address: the stranger is told nothing.
        answered_at=senders.own_address(agent, address) if agent and is_settled else address,
        agent=agent,
        trust=Trust.CONFIRMED if is_settled else _trust(reading, agent, reply_address),
        thread=thread,
        inbox=(thread.inbox if thread else None) or addressed or INBOXES.get(inbox_by_default(mail)),
        is_named=is_named,
        is_addressed=is_named or reply_address is not None or (agent is None and addressed is not None),
        is_settled=is_settled,
    )


def _trust(reading: ParsedMessage, agent: Agent | None, reply_address: ReplyAddress | None) -> Trust:
    """A secret address vouches for the agent it was given to, unless the town's server says that it is not they."""
    judged = authentication_results.judge(
        reading, authserv_ids=settings.MAIL_AUTHSERV_IDS, relays=settings.MAIL_INTERNAL_RELAYS
    )
    if judged != Trust.UNVERIFIED or agent is None or reply_address is None or len(reading.from_) != 1:
        return judged
    return Trust.TOKEN if reply_address.agent_id == agent.pk else judged


def _inbox_of(addresses: Iterable[str]) -> Inbox | None:
    return next((inbox for address in addresses if (inbox := inbox_of_address(address))), None)


def inbox_by_default(mail: IncomingMail) -> str:
    """Whose desk sees what names nobody, or cannot be read: that of the mailbox, or the only one; else nobody's."""
    in_use = [inbox for inbox in INBOXES.values() if inbox.addresses]
    named = mail.mailbox.name if mail.mailbox else ""
    return next((inbox.name for inbox in in_use if inbox.name == named or len(in_use) == 1), "")
