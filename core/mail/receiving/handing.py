"""Handing a mail to its rubric, and doing what the rubric says of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from core.mail import answering
from core.mail.arrivals import Arrival, Outcome
from core.mail.models import IncomingMail, Reason, State
from core.mail.receiving import files, settling
from core.mail.receiving.facts import Facts
from core.mail.registry import Inbox
from core.people.models import Agent
from core.ui.french import NBSP

# Two robots that show no sign of being one would answer each other through us for ever; people write less.
MOST_ANSWERS_AN_HOUR = 30
TOO_FAST = (
    f"Plus de {MOST_ANSWERS_AN_HOUR} messages de cet agent en une heure{NBSP}: deux répondeurs automatiques se "
    "répondent peut-être. Celui-ci attend que quelqu’un regarde."
)
EMPTY = f"Votre message est arrivé vide{NBSP}: ni texte, ni fichier."


@dataclass(frozen=True)
class Refusal:
    reason: Reason
    sentence: str


class Declined(Exception):
    """The rubric said no: nothing that it did may stay."""

    def __init__(self, facts: Facts, error: ValidationError | PermissionDenied) -> None:
        super().__init__(str(error))
        self.facts, self.error = facts, error


def hand_over(facts: Facts, agent: Agent, inbox: Inbox) -> None:
    """Begin or answer, and settle. Raises Declined: once the savepoint is undone, `decline` settles."""
    if _is_too_fast(facts, agent):
        settling.remark(facts.mail, [TOO_FAST])
        settling.settle(facts.mail, State.QUARANTINED, Reason.NOT_ALLOWED)
        return
    arrival = _arrival(facts, agent)
    if refusal := _nothing_left(facts, arrival):
        settling.settle(facts.mail, State.REFUSED, refusal.reason)
        settling.refuse(facts, refusal.reason, sentence=refusal.sentence)
        return
    try:
        outcome = _outcome(facts, inbox, arrival)
    except (ValidationError, PermissionDenied) as error:
        raise Declined(facts, error) from error
    _conclude(facts, agent, outcome)


def decline(declined: Declined) -> None:
    """Refused in the rubric's own words."""
    facts, error = declined.facts, declined.error
    sentences = error.messages if isinstance(error, ValidationError) else [str(error)]
    settling.remark(facts.mail, [sentence for sentence in sentences if sentence])
    settling.settle(facts.mail, State.REFUSED, Reason.NOT_ALLOWED)
    settling.refuse(facts, Reason.NOT_ALLOWED, sentence=" ".join(sentences))


def _is_too_fast(facts: Facts, agent: Agent) -> bool:
    """An answer, as it arrives: what somebody decides of, or imports, is no robot's doing."""
    if facts.thread is None or facts.is_settled or facts.mail.mailbox_id is None or facts.mail.handled_by_id:
        return False
    since = timezone.now() - timedelta(hours=1)
    recent = IncomingMail.objects.filter(sender=agent, state=State.FILED, read_at__gt=since)
    return recent.order_by()[:MOST_ANSWERS_AN_HOUR].count() >= MOST_ANSWERS_AN_HOUR


def _arrival(facts: Facts, agent: Agent) -> Arrival:
    """Only an answer is trimmed, never a first mail."""
    mail, reading, thread = facts.mail, facts.reading, facts.thread
    if thread is not None:
        mail.text, mail.folded = reading.own, reading.folded
    sorted_ = files.sort(reading.parts, facts.domain, counts=mail.read_at is None)
    settling.remark(mail, sorted_.remarks)
    if thread is not None and thread.given_to.pk != agent.pk:
        settling.remark(mail, [f"Écrit avec l’adresse de réponse donnée à {thread.given_to}."])
    return Arrival(
        mail=mail,
        sender=agent,
        subject=mail.subject,
        text=mail.text,
        folded=mail.folded,
        files=sorted_.files,
        is_reply=thread is not None,
        given_to=thread.given_to if thread else None,
        left_out=sorted_.left_out,
    )


def _nothing_left(facts: Facts, arrival: Arrival) -> Refusal | None:
    if arrival.text.strip() or arrival.files:
        return None
    if arrival.left_out:
        return Refusal(Reason.FORBIDDEN_FILE, " ".join(arrival.left_out))
    # A first mail may say everything in its subject; that of an answer is the subject answered.
    says_something = arrival.subject.strip() and not arrival.is_reply
    return None if says_something else Refusal(Reason.UNREADABLE, EMPTY)


def _outcome(facts: Facts, inbox: Inbox, arrival: Arrival) -> Outcome:
    if facts.thread is None:
        return inbox.begin(arrival)
    return inbox.answer(arrival, facts.thread.subject)


def _conclude(facts: Facts, agent: Agent, outcome: Outcome) -> None:
    mail = facts.mail
    settling.remark(mail, outcome.remarks)
    if outcome.became is not None:
        mail.became = outcome.became
    if outcome.refusal:
        settling.settle(mail, State.HELD if outcome.is_held else State.REFUSED, outcome.refusal)
        settling.refuse(
            facts, outcome.refusal, sentence=outcome.sentence, button=outcome.button, url=outcome.url
        )
        return
    settling.settle(mail, State.FILED)
    if outcome.acknowledgement and facts.is_named:
        answering.acknowledge(mail, agent, outcome.acknowledgement)
