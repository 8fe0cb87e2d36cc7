from __future__ import annotations

import re
from dataclasses import dataclass

from core.mail.headers import our_references
from core.mail.inbound.facts import Facts
from core.mail.models import IncomingMail, OutgoingMail, Reason, State, Trust
from core.mail.registry import is_ours
from core.ui import locks
from core.ui.french import NBSP

KINDS = {
    "report": "avis de remise d’un serveur",
    "receipt": "accusé de lecture",
    "calendar": "invitation d’agenda",
    "automatic": "message automatique",
}


# Signs of what programs and lists send of their own accord: invoices, teleservices, notices.
UNASKED = re.compile(
    r"(?:auto-submitted: auto-generated|precedence: (?:bulk|list)|list-|mailing-list|adresse sans lecteur)",
    re.I,
)
SETTLED = [
    State.FILED,
    State.HELD,
    State.AUTOMATIC,
    State.REFUSED,
    State.QUARANTINED,
    State.SET_ASIDE,
]
MOST_EARLIER = 100


@dataclass(frozen=True)
class Verdict:
    """`refusal`: the reason given to the sender. `asks`: the agent is asked to confirm that they wrote it."""

    state: State
    reason: Reason = Reason.NONE
    same_as: IncomingMail | None = None
    remarks: tuple[str, ...] = ()
    refusal: Reason = Reason.NONE
    asks: bool = False


def verdict_of(facts: Facts) -> tuple[Verdict | None, list[int]]:
    """The verdict, or None when the mail is for its rubric, with the ids of its earlier copies.

    Locks its Message-ID, or its bytes when it has none, until the transaction ends.
    """
    locks.wait_for(f"mail.message:{facts.message.message_id or facts.mail.sha256}")
    own = _of_machines(facts) or _of_addresses(facts) or _of_sender(facts)
    earlier = _earlier(facts)
    if again := _of_earlier(facts, own, earlier):
        return again, []
    copies = [mail.pk for mail in earlier if is_copy(mail) and _has_same_body(facts, mail)]
    return own, copies if own is None else []


def is_copy(mail: IncomingMail) -> bool:
    """Whether nothing came of this earlier mail (forwarded by a list, or unverified): the good one may still come."""
    if mail.state == State.QUARANTINED:
        return mail.reason != Reason.OTHER_CONTENT
    return mail.state == State.AUTOMATIC or (mail.state == State.HELD and mail.reason == Reason.UNVERIFIED)


def _earlier(facts: Facts) -> list[IncomingMail]:
    """Settled mails with the same Message-ID, or with the same bytes when there is none."""
    if facts.message.message_id:
        same = IncomingMail.objects.filter(message_id=facts.message.message_id)
    else:
        same = IncomingMail.objects.filter(sha256=facts.mail.sha256)
    known = same.filter(state__in=SETTLED).exclude(pk=facts.mail.pk).exclude(reason=Reason.ERROR)
    return list(known.only("body_digest", "state", "reason").order_by("pk")[:MOST_EARLIER])


def _of_earlier(facts: Facts, own: Verdict | None, earlier: list[IncomingMail]) -> Verdict | None:
    """The same message delivered again, or another message with the same Message-ID."""
    if facts.is_settled:
        before = [mail for mail in earlier if mail.state == State.FILED and _has_same_body(facts, mail)]
    elif own is None:
        before = [mail for mail in earlier if not is_copy(mail)]
    elif own.state == State.AUTOMATIC:
        before = [mail for mail in earlier if _has_same_body(facts, mail)]
    else:
        before = [mail for mail in earlier if mail.state != State.AUTOMATIC]
    if same := next((mail for mail in before if _has_same_body(facts, mail)), None):
        return Verdict(State.REPEATED, same_as=same)
    return Verdict(State.QUARANTINED, Reason.OTHER_CONTENT, same_as=before[0]) if before else None


def _has_same_body(facts: Facts, mail: IncomingMail) -> bool:
    return mail.body_digest == facts.message.body_digest


def _of_machines(facts: Facts) -> Verdict | None:
    """Automatic mails are kept, and never answered."""
    if facts.is_settled:
        return None
    message = facts.message
    if why := _is_from_ourselves(facts):
        return Verdict(State.AUTOMATIC, remarks=(why,))
    if message.kind in KINDS and not (facts.is_open and is_unasked(facts)):
        because = f"{NBSP}: {message.automatic_because}" if message.automatic_because else ""
        return Verdict(State.AUTOMATIC, remarks=(f"Gardé sans réponse, {KINDS[message.kind]}{because}.",))
    return None


def is_unasked(facts: Facts) -> bool:
    """A program writes first: what is open to all registers it, and does not answer. Its answers are set aside."""
    message = facts.message
    is_first = not (facts.thread or message.in_reply_to or our_references(message.references))
    return message.kind == "automatic" and is_first and bool(UNASKED.match(message.automatic_because))


def _is_from_ourselves(facts: Facts) -> str:
    """The remark on a mail from one of our addresses, or on our own mail come back; empty for others."""
    if facts.address and is_ours(facts.address):
        return "Gardé sans réponse, il vient de l’intranet lui-même."
    own = our_references([facts.message.message_id])
    if own and OutgoingMail.objects.filter(reference__in=own).exists():
        return "Gardé sans réponse, c’est un message de l’intranet qui revient."
    return ""


def _of_addresses(facts: Facts) -> Verdict | None:
    if facts.is_addressed or facts.is_settled:
        return None
    return Verdict(State.QUARANTINED, Reason.NO_ADDRESS)


def _of_sender(facts: Facts) -> Verdict | None:
    """Answer the sender, except at an address that the town's server says is forged."""
    if facts.is_open:
        return None
    is_denied = facts.trust == Trust.FAILED
    if facts.agent is None:
        is_told = facts.address and not is_denied and not facts.is_borrowed
        refusal = Reason.UNKNOWN_SENDER if is_told else Reason.NONE
        return Verdict(State.QUARANTINED, Reason.UNKNOWN_SENDER, refusal=refusal)
    if is_denied:
        return Verdict(State.QUARANTINED, Reason.UNVERIFIED)
    if not facts.agent.is_at_work:
        return _refused(Reason.NOT_ALLOWED)
    if facts.mail.is_headers_only:
        return _refused(Reason.TOO_LARGE)
    if facts.message.kind == "encrypted":
        return _refused(Reason.ENCRYPTED)
    if facts.trust == Trust.UNVERIFIED:
        return Verdict(State.HELD, Reason.UNVERIFIED, asks=True)
    return None


def speaks_as_agent(facts: Facts) -> bool:
    """Whether an inbox of agents would take this mail, which came to an open one as well."""
    return (
        facts.agent is not None
        and facts.agent.is_at_work
        and facts.trust not in (Trust.FAILED, Trust.UNVERIFIED)
        and not facts.mail.is_headers_only
        and facts.message.kind != "encrypted"
    )


def _refused(reason: Reason) -> Verdict:
    return Verdict(State.REFUSED, reason, refusal=reason)
