"""A mail becomes an item, or goes into the item that it answers. In the gateway's transaction."""

from __future__ import annotations

import re

from django.db import models
from django.utils import timezone

from core.french import spaced
from core.mail.inbound.deliver import kept_files
from core.mail.models import IncomingMail, Trust
from core.mail.registry import InboxOutcome, PublicMessage
from core.people.models import Agent
from core.web.non_blank import visible_text
from mailroom import actions, answers
from mailroom.models import NAME_LENGTH, SUBJECT_LENGTH, TEXT_LENGTH, Channel, Gesture, Item, Reply, State
from mailroom.policies import can_see, is_mail_office
from mailroom.querysets import numbered

NO_SUBJECT, NO_TEXT = "(sans objet)", "(Message sans texte.)"
TOO_LARGE = spaced(
    "Message trop lourd : seul son en-tête est lu. Demandez à l’expéditeur de le renvoyer plus léger."
)
FROM_PROGRAM = spaced("Écrit par un programme : aucun accusé de réception ne part.")
UNVERIFIED = "Rien ne prouve que ce message vient de l’adresse qu’il donne."
FORGED = spaced(
    "Le serveur de la ville dit que cette adresse est imitée : assurez-vous de qui écrit avant d’y répondre."
)


# In the reason of an item that was joined, as `answers.join` writes it.
JOINED_TO = re.compile(r"\d{4}-\d{5,9}")
VOUCHED_FOR = (Trust.VERIFIED, Trust.INTERNAL, Trust.CONFIRMED)


def begin(message: PublicMessage) -> InboxOutcome:
    if cited := _cited(message):
        return answer(message, cited)
    mail = message.mail
    documents, refused = kept_files(message.files, by=None)
    item = actions.register(
        by=None,
        channel=Channel.MAIL,
        mail=mail,
        documents=documents,
        is_suspect=mail.trust == Trust.FAILED,
        may_be_answered=message.may_be_answered,
        is_from_program=message.is_from_program,
        sender_name=mail.sender_name[:NAME_LENGTH],
        sender_address=mail.sender_address,
        subject=visible_text(message.subject)[:SUBJECT_LENGTH] or NO_SUBJECT,
        text=(visible_text(message.text) or NO_TEXT)[:TEXT_LENGTH],
        # The clock of the town's server may be ahead of ours.
        received_on=min(timezone.localdate(mail.delivered_at or mail.taken_at), timezone.localdate()),
        written_to=message.written_to,
        remarks=_remarks(message, refused),
    )
    return InboxOutcome(became=item, remarks=tuple(refused))


def answer(message: PublicMessage, subject: models.Model) -> InboxOutcome:
    """The sender writes again."""
    assert isinstance(subject, Item)
    documents, refused = kept_files(message.files, by=None)
    reply = answers.receive_reply(
        _where_it_is(subject),
        mail=message.mail,
        address=message.mail.sender_address,
        text=(visible_text(message.text) or NO_TEXT)[:TEXT_LENGTH],
        documents=documents,
        remarks=_remarks(message, refused),
    )
    return InboxOutcome(became=reply, remarks=tuple(refused))


def _cited(message: PublicMessage) -> Item | None:
    """Return the item whose number the subject gives, for its own sender only.

    Numbers follow each other: a server must vouch for the address, or anybody would write in anybody's item.
    """
    found = answers.NUMBER.search(message.subject)
    address = message.mail.sender_address.strip().lower()
    if not found or not address or message.is_from_program or message.mail.trust not in VOUCHED_FOR:
        return None
    item = Item.objects.filter(numbered(found[1])).exclude(state=State.SPAM).first()
    return item if item and address == item.email.lower() else None


def _where_it_is(item: Item) -> Item:
    """Follow an item to the one that the office joined it to, as long as it stays so."""
    last = item.movements.last()
    if not (item.closed_at and last and last.gesture == Gesture.JOINED):
        return item
    found = JOINED_TO.search(last.reason)
    target = Item.objects.filter(numbered(found[0])).exclude(state=State.SPAM).first() if found else None
    return _where_it_is(target) if target else item


def _remarks(message: PublicMessage, refused: list[str]) -> list[str]:
    said = [*message.mail.remarks, *refused]
    if message.is_from_program:
        said.append(FROM_PROGRAM)
    if message.mail.is_headers_only:
        said.append(TOO_LARGE)
    if message.mail.trust == Trust.FAILED:
        said.append(FORGED)
    elif message.mail.trust == Trust.UNVERIFIED:
        said.append(UNVERIFIED)
    return list(dict.fromkeys(said))


def may_read_one(agent: Agent, mail: IncomingMail) -> bool:
    """Allow readers of the item that a mail became or joined."""
    became = mail.became
    item = became.item if isinstance(became, Reply) else became
    return can_see(agent, item) if isinstance(item, Item) else is_mail_office(agent)
