"""Which thread a mail belongs to: the secret reply address first, then our own Message-IDs; never the subject."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac

from core.mail.models import OutgoingMail, ReplyAddress
from core.mail.parsing.parsed_message import ParsedMessage
from core.mail.registry import INBOXES, Inbox, inbox_for, inbox_of_address
from core.people.models import Agent
from core.ui.keys import ALPHABET, LENGTH

SALT = "core.mail.inbound.reply_matching"
SIGNATURE_LENGTH = 8
DETAIL = re.compile(rf"([{ALPHABET}]{{{LENGTH}}})([{ALPHABET}]{{{SIGNATURE_LENGTH}}})")
MESSAGE_ID = re.compile(rf"<?([{ALPHABET}]{{{LENGTH}}})@([^@<>\s]+?)>?")
# References of a long exchange: those nearest to the answer are tried.
MOST_REFERENCES = 50


@dataclass(frozen=True)
class Thread:
    """What is answered: a row, the inbox that takes answers about it, and the agent whom we had written to."""

    subject: models.Model
    inbox: Inbox
    given_to: Agent


# Tokens


def signature_of(token: str, *, salt: str = SALT, key: str | bytes | None = None) -> str:
    """Eight characters of the keys' alphabet, about 39 bits: nobody makes an address up."""
    digest = salted_hmac(salt, token, secret=key, algorithm="sha256").digest()
    number, characters = int.from_bytes(digest), []
    for _ in range(SIGNATURE_LENGTH):
        number, position = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[position])
    return "".join(characters)


def token_of(detail: str, *, salt: str = SALT) -> str:
    """The token of « <token><signature> », whatever its case; empty when the signature is not ours."""
    parts = DETAIL.fullmatch(detail.lower())
    if parts is None:
        return ""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    is_ours = any(constant_time_compare(signature_of(parts[1], salt=salt, key=key), parts[2]) for key in keys)
    return parts[1] if is_ours else ""


def with_detail(inbox: Inbox, detail: str) -> str:
    """« saperlipopette+<detail>@ville.example »; empty when the inbox is not in use."""
    if not inbox.addresses:
        return ""
    local, _, domain = inbox.addresses[0].rpartition("@")
    return f"{local.partition('+')[0]}+{detail}@{domain}"


def reply_email(reply_address: ReplyAddress) -> str:
    """What its agent answers to; empty when the inbox is no longer in use."""
    inbox = INBOXES.get(reply_address.inbox)
    if inbox is None:
        return ""
    return with_detail(inbox, reply_address.token + signature_of(reply_address.token))


def find_reply_address(addresses: Iterable[str]) -> ReplyAddress | None:
    """The reply address that the first of these, written at one of our addresses with a good signature, stands for."""
    tokens = [token for address in addresses if (token := _token_at(address))]
    if not tokens:
        return None
    rows = ReplyAddress.objects.select_related("agent").filter(token__in=tokens)
    return min(rows, key=lambda row: tokens.index(row.token), default=None)


def _token_at(address: str) -> str:
    local = address.rpartition("@")[0]
    detail = local.partition("+")[2]
    return token_of(detail) if detail and inbox_of_address(address) else ""


# Threads


def thread_of(reading: ParsedMessage, reply_address: ReplyAddress | None, sender: Agent) -> Thread | None:
    """By the reply address, else by the message of ours to this sender that is answered."""
    if reply_address is not None and (thread := _thread(reply_address, reply_address.agent)):
        return thread
    answered = answered_mail(reading, sender)
    return _thread(answered, sender) if answered else None


def answered_mail(reading: ParsedMessage, sender: Agent) -> OutgoingMail | None:
    """The newest of our messages to `sender` that this one names."""
    references = our_references([*reading.in_reply_to, *reversed(reading.references)][:MOST_REFERENCES])
    if not references:
        return None
    mails = OutgoingMail.objects.filter(
        reference__in=references, agent=sender, content_type__isnull=False, object_id__isnull=False
    )
    return min(mails, key=lambda mail: references.index(mail.reference), default=None)


def our_references(message_ids: Iterable[str]) -> list[str]:
    """The keys of those that have the form of our own, « <key@domain> », each once, in their order."""
    ours = settings.MAIL_FROM.rpartition("@")[2].lower()
    found = (MESSAGE_ID.fullmatch(message_id.strip().lower()) for message_id in message_ids)
    return list(dict.fromkeys(match[1] for match in found if match and match[2] == ours))


def _thread(row: ReplyAddress | OutgoingMail, given_to: Agent) -> Thread | None:
    """None when what was spoken of is gone, or when no inbox answers for it any more."""
    if row.content_type_id is None or row.object_id is None:
        return None
    model = ContentType.objects.get_for_id(row.content_type_id).model_class()
    inbox = inbox_for(model)
    subject = model._base_manager.filter(pk=row.object_id).first() if model and inbox else None
    return Thread(subject, inbox, given_to) if subject is not None and inbox is not None else None
