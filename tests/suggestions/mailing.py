"""Mails as the gateway hands them over."""

import hashlib
from typing import Any

from core.mail.models import IncomingMail, Reason, State, Trust
from core.mail.registry import AttachedFile, InboundMessage
from core.people.models import Agent

_numbers = iter(range(1, 1_000_000))
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100"
    "18dd8db00000000049454e44ae426082"
)


def received(sender: Agent | None = None, **fields: Any) -> IncomingMail:
    """A mail to the address of the ideas, read and not yet handed over; verified."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "sha256": hashlib.sha256(str(number).encode()).hexdigest(),
        "size": 100,
        "inbox": "saperlipopette",
        "message_id": f"<{number}@poste.example>",
        "body_digest": f"{number:064}",
        "sender": sender,
        "sender_address": (sender.email or "") if sender else "inconnu@ailleurs.example",
        "trust": Trust.VERIFIED,
        "subject": "Une imprimante de moins",
        "text": "Celle du deuxième étage ne sert plus.",
    }
    return IncomingMail.objects.create(**values | fields)


def arrival(
    sender: Agent, text: str = "", *, subject: str = "", trust: str = Trust.VERIFIED, **given: Any
) -> InboundMessage:
    """`given` are the other fields of Arrival."""
    words = {
        "text": text or "Celle du deuxième étage ne sert plus.",
        "subject": subject or "Une imprimante de moins",
    }
    mail = received(sender, trust=trust, **words)
    return InboundMessage(mail=mail, sender=sender, **words | given)


def photo(name: str = "photo.png") -> AttachedFile:
    return AttachedFile(name, "image/png", PNG)


def refused(sender: Agent, about: Any, *, reason: str = Reason.NOT_ALLOWED, **fields: Any) -> IncomingMail:
    """A mail that became nothing; `about` is the idea or the comment that it answers."""
    mail = received(sender, state=State.REFUSED, reason=reason, **fields)
    mail.became = about
    mail.save()
    return mail
