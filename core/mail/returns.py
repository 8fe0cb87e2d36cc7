"""The address where errors about one mail come back: « saperlipopette+retour-<reference><signature>@… »."""

import re

from django.conf import settings
from django.utils.crypto import salted_hmac

from core.mail.models import OutgoingMail
from core.mail.registry import INBOXES
from core.ui.keys import ALPHABET, LENGTH

SIGNATURE_LENGTH = 8
DETAIL = re.compile(
    rf"\+retour-([{ALPHABET}]{{{LENGTH}}})([{ALPHABET}]{{{SIGNATURE_LENGTH}}})@", re.IGNORECASE
)


def return_address(mail: OutgoingMail) -> str:
    """By the inbox that the mail can be answered at, else any in use; MAIL_FROM where the intranet reads no mail."""
    used = [inbox for inbox in INBOXES.values() if inbox.addresses]
    if not used:
        return settings.MAIL_FROM
    inbox = INBOXES.get(mail.reply_address.inbox, used[0]) if mail.reply_address else used[0]
    local, _, domain = (inbox.addresses or used[0].addresses)[0].rpartition("@")
    return f"{local}+retour-{mail.reference}{_signature(mail.reference)}@{domain}"


def reference_in(address: str) -> str:
    """The reference of the mail that this return address is for; empty when it is none of ours, or forged."""
    found = DETAIL.search(address)
    if not found:
        return ""
    reference, signature = (part.lower() for part in found.groups())
    return reference if signature == _signature(reference) else ""


def _signature(reference: str) -> str:
    """Letter case is lost on the way, so the signature is spelt as keys are: 39 bits."""
    digest = salted_hmac("core.mail.returns", reference, algorithm="sha256").digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:SIGNATURE_LENGTH])
