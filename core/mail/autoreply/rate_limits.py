"""Limit automatic answers: addresses that are never answered, and how often the others are."""

import re
from datetime import timedelta

from django.utils import timezone

from core.mail.models import AutomaticReply, IncomingMail, OutgoingMail, State, Trust
from core.mail.parsing.automatic import NOBODY
from core.mail.parsing.parsed_message import ParsedMessage
from core.mail.registry import is_ours
from core.ui.french import NBSP
from core.ui.locks import wait_for

HOUR = timedelta(hours=1)
# In an hour, of a kind, to an agent for whom a server vouches; any other address has one.
MOST_AN_HOUR = 20
LAST = (
    f"Vous nous écrivez beaucoup en peu de temps{NBSP}: vos prochains messages seront reçus et traités comme celui-ci, "
    "mais sans réponse de notre part pendant une heure."
)
# In an hour, all unknown senders together.
MOST_STRANGERS = 60
# Besides the addresses that mark a mail as automatic: where errors about lists come back.
BOUNCES = re.compile(r"(?:^|[-_.+])bounces?(?:$|[-_.+=])|^(?:listserv|majordomo|sympa)$", re.IGNORECASE)


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
    if message is None:
        return True
    return (
        not message.automatic_because
        and message.kind not in ("automatic", "report", "receipt")
        # None: no server wrote it; empty: the sender wants no answer.
        and message.return_path not in ("", "<>")
    )


def lock_address(address: str) -> None:
    """Lock this address to the end of the transaction: one worker at a time counts and answers it."""
    wait_for(f"core.mail.autoreply:{address.lower()}")


def sent_within(address: str, kind: str, age: timedelta = HOUR) -> int:
    """How many answers of this kind were sent; « refusal. » counts every refusal."""
    since = timezone.now() - age
    sent = AutomaticReply.objects.filter(address=address.lower(), sent_at__gt=since)
    return (sent.filter(kind__startswith=kind) if kind.endswith(".") else sent.filter(kind=kind)).count()


def answers_left(address: str, kind: str, *, most: int) -> int:
    """How many more answers of this kind may be sent in this hour, under `lock_address`."""
    return max(0, most - sent_within(address, kind))


def strangers_answered(age: timedelta = HOUR) -> int:
    """How many unknown senders were answered: forged addresses must not make the town write to as many people."""
    answered = AutomaticReply.objects.filter(incoming__isnull=False, incoming__sender=None)
    return answered.filter(sent_at__gt=timezone.now() - age).count()


def must_wait(mail: IncomingMail) -> bool:
    """Whether its sender is a stranger, of whom enough were answered in this hour."""
    return mail.sender_id is None and strangers_answered() >= MOST_STRANGERS


def record_reply(address: str, kind: str, mail: OutgoingMail, incoming: IncomingMail | None) -> None:
    AutomaticReply.objects.create(address=address.lower(), kind=kind, mail=mail, incoming=incoming)
