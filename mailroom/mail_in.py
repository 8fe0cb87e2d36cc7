"""A mail becomes an item, or goes into the item that it answers. In the gateway's transaction."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from core.mail.inbound.attachments import kept_files
from core.mail.inbox_types import InboxOutcome, PublicMessage
from core.mail.models import IncomingMail, Trust
from core.people.models import Agent
from core.ui.french import spaced
from core.ui.visible import visible_text
from mailroom import actions, answers
from mailroom.models import NAME_LENGTH, SUBJECT_LENGTH, TEXT_LENGTH, Channel, Item, Reply
from mailroom.policies import can_see, is_mail_office

NO_SUBJECT, NO_TEXT = "(sans objet)", "(Message sans texte.)"
TOO_LARGE = spaced(
    "Message trop lourd : seul son en-tête est lu. Demandez à l’expéditeur de le renvoyer plus léger."
)
FROM_PROGRAM = spaced("Écrit par un programme : aucun accusé de réception ne part.")
UNVERIFIED = "Rien ne prouve que ce message vient de l’adresse qu’il donne."
FORGED = spaced(
    "Le serveur de la ville dit que cette adresse est imitée : assurez-vous de qui écrit avant d’y répondre."
)


def begin(message: PublicMessage) -> InboxOutcome:
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
        subject,
        mail=message.mail,
        address=message.mail.sender_address,
        text=(visible_text(message.text) or NO_TEXT)[:TEXT_LENGTH],
        documents=documents,
        remarks=_remarks(message, refused),
    )
    return InboxOutcome(became=reply, remarks=tuple(refused))


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
