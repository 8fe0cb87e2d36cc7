"""Delivers a mail to its rubric, and settles it by the result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.mail.inbound import attachments, recording
from core.mail.inbound.facts import Facts
from core.mail.inbox_types import InboundMessage, InboxOutcome
from core.mail.models import IncomingMail, Reason, State
from core.mail.registry import Inbox
from core.mail.signals import mail_filed
from core.people.models import Agent
from core.ui import locks
from core.ui.french import NBSP

# Autoresponders without any sign of being one would answer each other through us for ever; people write less.
MOST_ANSWERS_AN_HOUR = 30
TOO_FAST = (
    f"Plus de {MOST_ANSWERS_AN_HOUR} messages de cet agent en une heure{NBSP}: deux répondeurs automatiques se "
    "répondent peut-être. Celui-ci attend que quelqu’un regarde."
)
BURST = timedelta(minutes=10)
MOST_IN_A_BURST = 5
TOO_MANY_ON_SUBJECT = (
    f"Plus de {MOST_IN_A_BURST} réponses de cet agent sur le même sujet en dix minutes{NBSP}: un répondeur "
    "automatique répond peut-être. Celle-ci attend que quelqu’un regarde."
)
SAME_WORDS = timedelta(hours=24)
REPEATED_WORDS = (
    f"Gardé sans réponse, message automatique{NBSP}: les mêmes mots du même agent, sur le même sujet, en moins de "
    "24 heures."
)
EMPTY = f"Votre message est arrivé vide{NBSP}: ni texte, ni fichier."


@dataclass(frozen=True)
class RefusedContent:
    reason: Reason
    sentence: str


class Declined(Exception):
    """The rubric refused: its changes are rolled back."""

    def __init__(self, facts: Facts, error: ValidationError | PermissionDenied) -> None:
        super().__init__(str(error))
        self.facts, self.error = facts, error


def deliver(facts: Facts, agent: Agent, inbox: Inbox) -> None:
    """Begin or answer, and settle. Raises Declined: after the savepoint is rolled back, `decline` settles."""
    mail, message = facts.mail, facts.message
    if facts.thread is not None:
        # Only answers are trimmed, never first mails.
        mail.text, mail.folded = message.own, message.folded
    if not _is_decided(facts):
        # One reader at a time counts this agent's mails.
        locks.wait_for(f"mail.answers:{agent.pk}")
        if _repeats_words(facts, agent):
            recording.remark(mail, [REPEATED_WORDS])
            recording.settle(mail, State.AUTOMATIC)
            return
        if too_fast := _too_fast(facts, agent):
            recording.remark(mail, [too_fast])
            recording.settle(mail, State.QUARANTINED, Reason.NOT_ALLOWED)
            return
    arrival = _arrival(facts, agent)
    if refusal := _nothing_left(facts, arrival):
        recording.settle(facts.mail, State.REFUSED, refusal.reason)
        recording.refuse(facts, refusal.reason, sentence=refusal.sentence)
        return
    try:
        outcome = _outcome(facts, inbox, arrival)
    except (ValidationError, PermissionDenied) as error:
        raise Declined(facts, error) from error
    _conclude(facts, agent, outcome)


def decline(declined: Declined) -> None:
    """Settle as refused, in the rubric's own words."""
    facts, error = declined.facts, declined.error
    sentences = error.messages if isinstance(error, ValidationError) else [str(error)]
    recording.remark(facts.mail, [sentence for sentence in sentences if sentence])
    recording.settle(facts.mail, State.REFUSED, Reason.NOT_ALLOWED)
    recording.refuse(facts, Reason.NOT_ALLOWED, sentence=" ".join(sentences))


def _is_decided(facts: Facts) -> bool:
    """A person decided about it or imported it: it is no autoresponder's."""
    return facts.is_settled or facts.mail.mailbox_id is None or facts.mail.handled_by_id is not None


def _repeats_words(facts: Facts, agent: Agent) -> bool:
    """The same text again, without a file of its own: an autoresponder, or the same mail sent twice."""
    mail = facts.mail
    if any(not part.is_inline for part in facts.message.parts):
        return False
    same = _on_same_subject(mail, agent, SAME_WORDS).exclude(state=State.QUARANTINED).filter(text=mail.text)
    if facts.thread is None:
        same = same.filter(subject=mail.subject)
    return same.exists()


def _too_fast(facts: Facts, agent: Agent) -> str:
    """The remark on an answer that comes faster than people write; empty for any other mail."""
    if facts.thread is None:
        return ""
    burst = _on_same_subject(facts.mail, agent, BURST).exclude(state=State.AUTOMATIC)
    if burst[:MOST_IN_A_BURST].count() >= MOST_IN_A_BURST:
        return TOO_MANY_ON_SUBJECT
    since = timezone.now() - timedelta(hours=1)
    recent = IncomingMail.objects.filter(sender=agent, state=State.FILED, read_at__gt=since)
    return TOO_FAST if recent.order_by()[:MOST_ANSWERS_AN_HOUR].count() >= MOST_ANSWERS_AN_HOUR else ""


def _on_same_subject(mail: IncomingMail, agent: Agent, age: timedelta) -> QuerySet[IncomingMail]:
    """What this agent wrote about the same thing shortly before, by the time that the town's server received it."""
    came_at = mail.delivered_at or mail.taken_at
    taken = Q(state__in=(State.FILED, State.AUTOMATIC)) | Q(
        state__in=(State.HELD, State.QUARANTINED), reason__in=(Reason.NOT_ALLOWED, Reason.CLOSED)
    )
    return (
        IncomingMail.objects.filter(
            taken, sender=agent, about_type=mail.about_type_id, about_id=mail.about_id
        )
        .annotate(came_at=Coalesce("delivered_at", "taken_at"))
        .filter(came_at__gt=came_at - age)
        .exclude(pk=mail.pk)
        .order_by()
    )


def _arrival(facts: Facts, agent: Agent) -> InboundMessage:
    mail, message, thread = facts.mail, facts.message, facts.thread
    sorted_ = attachments.sort_attachments(message.parts, facts.domain, counts=mail.read_at is None)
    recording.remark(mail, sorted_.remarks)
    if thread is not None and thread.given_to.pk != agent.pk:
        recording.remark(mail, [f"Écrit avec l’adresse de réponse donnée à {thread.given_to}."])
    return InboundMessage(
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


def _nothing_left(facts: Facts, arrival: InboundMessage) -> RefusedContent | None:
    if arrival.text.strip() or arrival.files:
        return None
    if arrival.left_out:
        return RefusedContent(Reason.FORBIDDEN_FILE, " ".join(arrival.left_out))
    # A first mail may say everything in its subject; the subject of an answer is only repeated.
    says_something = arrival.subject.strip() and not arrival.is_reply
    return None if says_something else RefusedContent(Reason.UNREADABLE, EMPTY)


def _outcome(facts: Facts, inbox: Inbox, arrival: InboundMessage) -> InboxOutcome:
    if facts.thread is None:
        return inbox.begin(arrival)
    return inbox.answer(arrival, facts.thread.subject)


def _conclude(facts: Facts, agent: Agent, outcome: InboxOutcome) -> None:
    mail = facts.mail
    recording.remark(mail, outcome.remarks)
    if outcome.became is not None:
        mail.became = outcome.became
    if outcome.refusal:
        recording.settle(mail, State.HELD if outcome.is_held else State.REFUSED, outcome.refusal)
        recording.refuse(
            facts, outcome.refusal, sentence=outcome.sentence, button=outcome.button, url=outcome.url
        )
        return
    recording.settle(mail, State.FILED)
    if outcome.acknowledgement and facts.is_named:
        mail_filed.send(sender=IncomingMail, mail=mail, agent=agent, acknowledgement=outcome.acknowledgement)
