"""Variable envelope return paths: errors about one mail come back to « …+retour-<reference><signature>@… »."""

from django.conf import settings

from core.mail.addresses import detail_of, with_detail
from core.mail.models import Envelope, OutgoingMail
from core.mail.outbound.reply_addresses import signature_of, token_of
from core.mail.registry import INBOXES

SALT = "core.mail.outbound.verp"
DETAIL = "retour-"


def return_address(mail: OutgoingMail) -> str:
    """By the inbox that the mail can be answered at, else any in use; MAIL_FROM where the intranet reads no mail."""
    used = {name: inbox.addresses[0] for name, inbox in INBOXES.items() if inbox.addresses}
    if not used:
        return settings.MAIL_FROM
    name = mail.reply_address.inbox if mail.reply_address else ""
    address = used.get(name) or next(iter(used.values()))
    return with_detail(address, f"{DETAIL}{mail.reference}{signature_of(mail.reference, salt=SALT)}")


def return_addresses(mail: OutgoingMail) -> list[str]:
    """The envelope senders to try, the best first: empty for an automatic answer, the mail's own, the town's."""
    best = [""] if mail.envelope == Envelope.NULL else []
    return list(dict.fromkeys([*best, return_address(mail), settings.MAIL_FROM]))


def reference_in(address: str) -> str:
    """The reference of the mail that this return address is for; empty when it is none of ours, or forged."""
    detail = detail_of(address.lower())
    return token_of(detail.removeprefix(DETAIL), salt=SALT) if detail.startswith(DETAIL) else ""
