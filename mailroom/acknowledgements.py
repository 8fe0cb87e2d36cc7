"""« Nous avons bien reçu votre courrier »: written from the mail office's model, once for each item."""

from __future__ import annotations

import re

from core.french import long_date
from core.mail import autoreply
from core.mail.headers import ids_in
from core.mail.models import Envelope, OutgoingMail
from core.mail.outbound.actions import write
from core.mail.outbound.messages import OutboundMessage
from core.mail.registry import inbox_for
from mailroom.models import AcknowledgementText, Item, RegisterAddress, ServiceContact, State

KIND = "mailroom.acknowledgement"
MOST_AN_HOUR = 5


def is_wanted(item: Item, *, at_once: bool) -> bool:
    """Whether the address that was written to acknowledges now: at once, or when a person has said the service.

    At once, no more strangers are answered in an hour than the gateway answers: the others are once their item is
    assigned.
    """
    if item.acknowledged_at or not item.email or item.mail_id is None:
        return False
    if item.state == State.SPAM or item.is_from_program:
        return False
    if at_once and item.mail and autoreply.must_wait(item.mail):
        return False
    rows = RegisterAddress.objects.filter(address__iexact=item.written_to, acknowledges=True)
    return (rows.filter(acknowledges_at_once=True) if at_once else rows).exists()


def words_of(item: Item) -> tuple[str, str]:
    """The subject and the text of the model, for this item."""
    model = AcknowledgementText.objects.order_by("pk").first()
    if model is None:
        return "", ""
    contact = (
        ServiceContact.objects.filter(direction=item.direction_id).first() if item.direction_id else None
    )
    said = {
        "[numéro]": item.label,
        "[date]": long_date(item.received_on),
        "[service]": str(item.direction or ""),
        "[adresse]": contact.address if contact else "",
        "[téléphone]": contact.phone if contact else "",
        "[mention]": item.kind.mention if item.kind else "",
    }
    return filled(model.subject, said), filled(model.text, said)


def our_address(item: Item) -> str:
    """Return the address that received it, else the register's first address; an empty text without one."""
    inbox = inbox_for(Item)
    addresses = inbox.addresses if inbox else []
    return item.written_to if item.written_to in addresses else next(iter(addresses), "")


def filled(text: str, said: dict[str, str]) -> str:
    """Each token replaced in one pass: what is put in is never read again. A line whose token is empty goes."""
    token = re.compile("|".join(map(re.escape, said)))
    lines = [
        token.sub(lambda found: said[found[0]], line)
        for line in text.splitlines()
        if all(said[found].strip() for found in token.findall(line))
    ]
    return "\n".join(lines).strip()


def send(item: Item) -> OutgoingMail | None:
    """None when the sender is a machine, or was answered too often in this hour; the caller holds the item's lock."""
    address, mail = item.email.lower(), item.mail
    subject, text = words_of(item)
    if (
        not text
        or not our_address(item)
        or (mail and not autoreply.may_answer(mail, address))
        or autoreply.is_unattended(address)
    ):
        return None
    autoreply.lock_address(address)
    if autoreply.sent_within(address, KIND) >= MOST_AN_HOUR:
        return None
    message = OutboundMessage(
        None,
        subject,
        text,
        address=address,
        about=item,
        in_reply_to=" ".join(ids_in(mail.message_id)) if mail else "",
        is_confidential=True,
        is_reply=True,
        from_address=our_address(item),
        envelope=Envelope.NULL,
    )
    [written] = write(KIND, [message])
    autoreply.record_reply(address, KIND, written, mail)
    return written
