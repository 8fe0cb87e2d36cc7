"""Records what was understood of a mail, and its final state."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from core.mail.inbound.facts import Facts
from core.mail.models import IncomingMail, Reason, State
from core.mail.parsing.parsed_message import ParsedMessage
from core.mail.signals import mail_refused
from core.ui.locks import locked

UNDERSTOOD = [
    "message_id",
    "body_digest",
    "inbox",
    "sender_address",
    "sender_name",
    "sender",
    "trust",
    "subject",
    "text",
    "folded",
    "remarks",
    "about_type",
    "about_id",
]
CONCLUDED = ["state", "reason", "error", "read_at", "same_as", "content_type", "object_id"]
LONGEST_ERROR = 500
COPIES = [State.AUTOMATIC, State.QUARANTINED, State.HELD]


def note_message(mail: IncomingMail, message: ParsedMessage) -> None:
    """Copy the parsed message to the row, cut to its columns. Nothing is saved yet."""
    person = message.writer
    mail.message_id = message.message_id[:500]
    mail.body_digest = message.body_digest[:64]
    mail.subject = message.subject[:300]
    mail.text, mail.folded = message.text, ""
    mail.sender_address = person.address[:320]
    mail.sender_name = person.name[:200]
    signature = [message.signature] if message.signature else []
    mail.remarks = list(dict.fromkeys([*message.remarks, *signature]))


def note_facts(mail: IncomingMail, facts: Facts) -> None:
    mail.sender, mail.trust = facts.agent, facts.trust
    mail.about = facts.thread.subject if facts.thread else None
    if facts.inbox:
        # Else it keeps the inbox of an earlier reading, so that its readers still see it.
        mail.inbox = facts.inbox.name


def remark(mail: IncomingMail, remarks: Iterable[str]) -> None:
    mail.remarks = list(dict.fromkeys([*mail.remarks, *remarks]))


def settle(
    mail: IncomingMail,
    state: State,
    reason: Reason = Reason.NONE,
    *,
    error: str = "",
    same_as: IncomingMail | None = None,
) -> None:
    """Save everything in one statement."""
    mail.state, mail.reason, mail.error = state, reason, error[:LONGEST_ERROR]
    mail.same_as, mail.read_at = same_as, timezone.now()
    mail.save(update_fields=[*UNDERSTOOD, *CONCLUDED])


def settle_copies(mail: IncomingMail, copies: list[int]) -> None:
    """Mark earlier copies, of which nothing had come, as repetitions; rows locked by a decision are skipped."""
    waiting = IncomingMail.objects.filter(pk__in=copies, state__in=COPIES)
    free = locked(waiting, skip_locked=True).values_list("pk", flat=True)
    IncomingMail.objects.filter(pk__in=list(free)).update(
        state=State.REPEATED, reason=Reason.NONE, error="", same_as=mail
    )


def refuse(facts: Facts, reason: Reason, *, sentence: str = "", button: str = "", url: str = "") -> None:
    """Have the sender told why, unless the mail names none of our addresses: then nobody asked us anything."""
    if not facts.is_named or not facts.answered_at:
        return
    mail_refused.send(
        sender=IncomingMail,
        mail=facts.mail,
        message=facts.message,
        address=facts.answered_at,
        reason=reason,
        sentence=sentence,
        button=button,
        url=url,
    )
