"""Automatic answers: what became of a mail, or why it was refused; whom they never go to, and how many an hour."""

import re
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core.french import count_of, number
from core.mail.headers import ids_in
from core.mail.models import AutomaticReply, Envelope, IncomingMail, OutgoingMail, Reason, State, Trust
from core.mail.outbound import actions
from core.mail.outbound.messages import OutboundMessage
from core.mail.parsing.automatic import NOBODY
from core.mail.parsing.parsed_message import ParsedMessage
from core.mail.registry import Acknowledgement, address_of, is_confidential, is_ours
from core.people.models import Agent
from core.web.locks import wait_for
from core.web.mails import render_mail, render_text

KIND = "acknowledgement"
# The prefix of the kinds of refusals.
EVERY_REFUSAL = "refusal."
HOUR = timedelta(hours=1)
# In an hour, of a kind, to an agent for whom a server vouches; any other address has one.
MOST_AN_HOUR = 20
# In an hour, all unknown senders together.
MOST_STRANGERS = 60
# Besides the addresses that mark a mail as automatic: where errors about lists come back.
BOUNCES = re.compile(r"(?:^|[-_.+])bounces?(?:$|[-_.+=])|^(?:listserv|majordomo|sympa)$", re.IGNORECASE)
SURE = (Trust.VERIFIED, Trust.INTERNAL, Trust.TOKEN, Trust.CONFIRMED)
# Reasons without a text (an unexpected error, a sender to confirm) are not sent here.
REFUSALS = {
    Reason.TOO_LARGE: "mail/mails/refused_too_large.txt",
    Reason.FORBIDDEN_FILE: "mail/mails/refused_forbidden_file.txt",
    Reason.UNREADABLE: "mail/mails/refused_unreadable.txt",
    Reason.ENCRYPTED: "mail/mails/refused_encrypted.txt",
    Reason.UNKNOWN_SENDER: "mail/mails/refused_unknown_sender.txt",
    Reason.NOT_ALLOWED: "mail/mails/refused_not_allowed.txt",
}


@transaction.atomic
def acknowledge(mail: IncomingMail, agent: Agent, acknowledgement: Acknowledgement) -> OutgoingMail | None:
    """Tell `agent` what became of `mail`; None for a second time, too often in this hour, or without an address.

    It goes to the address that they wrote from when it is known to be theirs, else to the directory's.
    """
    address, wrote_from = (agent.email or "").lower(), mail.sender_address.lower()
    if wrote_from and agent.aliases.filter(address__iexact=wrote_from).exists():
        address = wrote_from
    if not may_answer(mail, address):
        return None
    left = _answers_left(mail, address, KIND, most=MOST_AN_HOUR)
    if not left:
        return None
    words = "\n\n".join(acknowledgement.lines)
    context = {"agent": agent, "words": words, "is_anonymity_said": "anonyme" in words, "is_last": left == 1}
    body = render_text("mail/mails/acknowledgement.txt", **context)
    said = {name: getattr(acknowledgement, name) for name in ("about", "button", "url")}
    return _written(KIND, mail, agent, acknowledgement.subject, body, address=address, **said)


@transaction.atomic
def refuse(
    mail: IncomingMail,
    address: str,
    reason: Reason,
    *,
    sentence: str = "",
    button: str = "",
    url: str = "",
    message: ParsedMessage | None = None,
) -> OutgoingMail | None:
    """Tell the sender at `address` why; None when nothing is sent.

    A sender for whom no server vouches is answered once an hour at most. Nothing is sent to a forged sender, to an
    autoresponder or to ourselves; `message`, where it is known, helps to recognise autoresponders.
    """
    template, address = REFUSALS.get(reason), address.strip().lower()
    if template is None or not may_answer(mail, address, message):
        return None
    kind, is_sure = f"{EVERY_REFUSAL}{reason}", mail.trust in SURE
    most = MOST_AN_HOUR if mail.sender and is_sure else 1
    left = _answers_left(mail, address, kind, most=most)
    if not left or must_wait(mail):
        return None
    words = render_mail(
        template,
        mail=mail,
        sentence=sentence,
        # The subject is quoted only to a sender who is sure: a forged address would spread it.
        is_sure=is_sure,
        inbox=address_of(mail.inbox),
        limit=number(settings.MAIL_LARGEST // 1024 // 1024),
        days=count_of(settings.MAIL_QUARANTINE_DAYS, "jour"),
        is_last=left == 1 < most,
    )
    said = {"address": address, "button": button or "Ouvrir l’intranet", "url": url or "/"}
    return _written(kind, mail, mail.sender, words["title"], words["text"], **said)


def _written(kind: str, mail: IncomingMail, *words: Any, **said: Any) -> OutgoingMail:
    said |= {"in_reply_to": " ".join(ids_in(mail.message_id)), "is_confidential": is_confidential(mail)}
    answer = OutboundMessage(*words, **said | {"is_reply": True, "envelope": Envelope.NULL})
    [written] = actions.write(f"mail.{kind}", [answer])
    record_reply(answer.address, kind, written, mail)
    return written


def is_unattended(address: str) -> bool:
    """« noreply@ », « ne-pas-repondre@ », « MAILER-DAEMON@ », « x-bounces@ »: no person reads there."""
    local = address.rpartition("@")[0]
    return bool(NOBODY.search(local) or BOUNCES.search(local))


def may_answer(mail: IncomingMail, address: str, message: ParsedMessage | None = None) -> bool:
    """Whether an automatic answer to this mail may be sent to this address."""
    local, at, domain = address.rpartition("@")
    if not (local and at and domain) or is_unattended(address) or is_ours(address):
        return False
    if mail.trust == Trust.FAILED or mail.state == State.AUTOMATIC:
        return False
    return message is None or (
        not message.automatic_because
        and message.kind not in ("automatic", "report", "receipt")
        # None: no server wrote it; empty: the sender wants no answer.
        and message.return_path not in ("", "<>")
    )


def lock_address(address: str) -> None:
    """Lock this address to the end of the transaction: one worker at a time counts and answers it."""
    wait_for(f"core.mail.autoreply:{address.lower()}")


def sent_within(address: str, kind: str) -> int:
    """How many answers of this kind were sent in this hour; « refusal. » begins every refusal's."""
    since = timezone.now() - HOUR
    sent = AutomaticReply.objects.filter(address=address.lower(), kind__startswith=kind, sent_at__gt=since)
    return sent.count()


def _answers_left(mail: IncomingMail, address: str, kind: str, *, most: int) -> int:
    """How many more answers may be sent in this hour, under a lock; none when this mail has had its own."""
    lock_address(address)
    if AutomaticReply.objects.filter(incoming=mail, kind=kind).exists():
        return 0
    return max(0, most - sent_within(address, KIND if kind == KIND else EVERY_REFUSAL))


def must_wait(mail: IncomingMail) -> bool:
    """Whether its sender is a stranger, of whom enough were answered in this hour.

    Forged addresses must not make the town write to as many people.
    """
    if mail.sender_id is not None:
        return False
    answered = AutomaticReply.objects.filter(incoming__isnull=False, incoming__sender=None)
    return answered.filter(sent_at__gt=timezone.now() - HOUR).count() >= MOST_STRANGERS


def record_reply(address: str, kind: str, mail: OutgoingMail, incoming: IncomingMail | None) -> None:
    AutomaticReply.objects.create(address=address.lower(), kind=kind, mail=mail, incoming=incoming)
