"""The address where errors about one mail come back: « saperlipopette+retour-<reference><signature>@… »."""

from django.conf import settings

from core.mail.inbound.reply_matching import signature_of, token_of, with_detail
from core.mail.models import Envelope, OutgoingMail
from core.mail.registry import INBOXES

SALT = "core.mail.outbound.verp"
DETAIL = "retour-"


def return_address(mail: OutgoingMail) -> str:
    """By the inbox that the mail can be answered at, else any in use; MAIL_FROM where the intranet reads no mail."""
    used = {name: inbox for name, inbox in INBOXES.items() if inbox.addresses}
    if not used:
        return settings.MAIL_FROM
    name = mail.reply_address.inbox if mail.reply_address else ""
    inbox = used.get(name) or next(iter(used.values()))
    return with_detail(inbox, f"{DETAIL}{mail.reference}{signature_of(mail.reference, salt=SALT)}")


def return_addresses(mail: OutgoingMail) -> list[str]:
    """What may stand on the envelope, the best first: nothing for an answer, the mail's own address, the town's."""
    best = [""] if mail.envelope == Envelope.NULL else []
    return list(dict.fromkeys([*best, return_address(mail), settings.MAIL_FROM]))


def reference_in(address: str) -> str:
    """The reference of the mail that this return address is for; empty when it is none of ours, or forged."""
    detail = address.lower().rpartition("@")[0].partition("+")[2]
    return token_of(detail.removeprefix(DETAIL), salt=SALT) if detail.startswith(DETAIL) else ""
