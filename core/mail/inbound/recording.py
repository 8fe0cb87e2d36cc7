"""Writing down what was understood of a mail, and what became of it."""

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


def note_reading(mail: IncomingMail, reading: ParsedMessage) -> None:
    """What the box said, cut to what the columns hold. Nothing is written yet."""
    person = reading.from_[0] if reading.from_ else None
    mail.message_id = reading.message_id[:500]
    mail.body_digest = reading.body_digest[:64]
    mail.subject = reading.subject[:300]
    mail.text, mail.folded = reading.text, ""
    mail.sender_address = person.address[:320] if person else ""
    mail.sender_name = person.name[:200] if person else ""
    signature = [reading.signature] if reading.signature else []
    mail.remarks = list(dict.fromkeys([*reading.remarks, *signature]))


def note_facts(mail: IncomingMail, facts: Facts) -> None:
    mail.sender, mail.trust = facts.agent, facts.trust
    mail.about = facts.thread.subject if facts.thread else None
    if facts.inbox:
        # Else that of an earlier reading: no desk loses sight of it.
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
    """Keep everything, in one statement."""
    mail.state, mail.reason, mail.error = state, reason, error[:LONGEST_ERROR]
    mail.same_as, mail.read_at = same_as, timezone.now()
    mail.save(update_fields=[*UNDERSTOOD, *CONCLUDED])


def settle_copies(mail: IncomingMail, copies: list[int]) -> None:
    """What came before the good one, and of which nothing had come; one that somebody decides of is left to them."""
    waiting = IncomingMail.objects.filter(pk__in=copies, state__in=COPIES)
    free = locked(waiting, skip_locked=True).values_list("pk", flat=True)
    IncomingMail.objects.filter(pk__in=list(free)).update(
        state=State.REPEATED, reason=Reason.NONE, error="", same_as=mail
    )


def refuse(facts: Facts, reason: Reason, *, sentence: str = "", button: str = "", url: str = "") -> None:
    """Tell the sender why, unless the mail names none of our addresses: nobody asked us anything."""
    if not facts.is_named or not facts.answered_at:
        return
    mail_refused.send(
        sender=IncomingMail,
        mail=facts.mail,
        message=facts.reading,
        address=facts.answered_at,
        reason=reason,
        sentence=sentence,
        button=button,
        url=url,
    )
