"""Who is never answered by a machine, and how often the others are."""

import re
from datetime import timedelta

from django.utils import timezone

from core.mail.models import AutomaticReply, IncomingMail, OutgoingMail, State, Trust
from core.mail.parsing.automatic import NOBODY
from core.mail.parsing.parsed_message import ParsedMessage
from core.mail.registry import is_ours
from core.ui.locks import wait_for

HOUR = timedelta(hours=1)
# Beside those that mark a mail as automatic: where errors about lists come back.
BOUNCES = re.compile(r"(?:^|[-_.+])bounces?(?:$|[-_.+=])|^(?:listserv|majordomo|sympa)$", re.IGNORECASE)


def is_unattended(address: str) -> bool:
    """« noreply@ », « ne-pas-repondre@ », « MAILER-DAEMON@ », « x-bounces@ »: no person reads there."""
    local = address.rpartition("@")[0]
    return bool(NOBODY.search(local) or BOUNCES.search(local))


def may_answer(mail: IncomingMail, address: str, reading: ParsedMessage | None = None) -> bool:
    """Whether a machine may write to this address because of this mail."""
    local, at, domain = address.rpartition("@")
    if not (local and at and domain) or is_unattended(address) or is_ours(address):
        return False
    if mail.trust == Trust.FAILED or mail.state == State.AUTOMATIC:
        return False
    if reading is None:
        return True
    return (
        not reading.automatic_because
        and reading.kind not in ("automatic", "report", "receipt")
        # None: no server wrote it; empty: whoever sent it wants nothing back.
        and reading.return_path not in ("", "<>")
    )


def lock_address(address: str) -> None:
    """One worker at a time counts and answers this address, to the end of the transaction."""
    wait_for(f"core.mail.autoreply:{address.lower()}")


def sent_within(address: str, kind: str, age: timedelta = HOUR) -> int:
    """How many of this kind, or of those that it begins: « refusal. » is every refusal."""
    since = timezone.now() - age
    sent = AutomaticReply.objects.filter(address=address.lower(), sent_at__gt=since)
    return (sent.filter(kind__startswith=kind) if kind.endswith(".") else sent.filter(kind=kind)).count()


def strangers_answered(age: timedelta = HOUR) -> int:
    """Whoever writes under many invented addresses must not make the town write to as many people."""
    answered = AutomaticReply.objects.filter(incoming__isnull=False, incoming__sender=None)
    return answered.filter(sent_at__gt=timezone.now() - age).count()


def record_reply(address: str, kind: str, mail: OutgoingMail, incoming: IncomingMail | None) -> None:
    AutomaticReply.objects.create(address=address.lower(), kind=kind, mail=mail, incoming=incoming)
