"""Delivers a mail to its rubric, and settles it by the result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.mail.inbound import attachments, recording, verdicts
from core.mail.inbound.facts import Facts
from core.mail.inbound.reply_matching import Thread
from core.mail.inbox_types import InboundMessage, InboxOutcome, PublicMessage
from core.mail.models import IncomingMail, Reason, State
from core.mail.registry import Inbox
from core.mail.signals import mail_filed, mail_shared
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


def deliver(facts: Facts, agent: Agent | None, inbox: Inbox) -> None:
    """Begin or answer, and settle. Raises Declined: after the savepoint is rolled back, `decline` settles.

    Without an agent, `inbox` is one that is open to all.
    """
    mail, message = facts.mail, facts.message
    if facts.thread is not None:
        # Only answers are trimmed, never first mails.
        mail.text, mail.folded = message.own, message.folded
    if not _is_decided(facts):
        # One reader at a time counts this agent's mails.
        locks.wait_for(f"mail.answers:{agent.pk if agent else facts.address.lower()}")
        if said := _said_before(facts):
            recording.remark(mail, [REPEATED_WORDS])
            recording.settle(mail, State.AUTOMATIC, same_as=said)
            return
        if too_fast := _too_fast(facts):
            recording.remark(mail, [too_fast])
            recording.settle(mail, State.QUARANTINED, Reason.NOT_ALLOWED)
            return
    if inbox.is_open:
        _deliver_public(facts, agent, inbox)
        return
    assert agent
    arrival = _arrival(facts, agent)
    if refusal := _nothing_left(arrival):
        recording.settle(facts.mail, State.REFUSED, refusal.reason)
        recording.refuse(facts, refusal.reason, sentence=refusal.sentence)
        return
    try:
        outcome = _outcome(facts, inbox, arrival)
    except (ValidationError, PermissionDenied) as error:
        raise Declined(facts, error) from error
    _conclude(facts, agent, outcome)


def _deliver_public(facts: Facts, agent: Agent | None, inbox: Inbox) -> None:
    """Whoever wrote, and whatever it holds: nobody is refused. Begun too where its agent may write besides."""
    assert inbox.begin_public
    assert inbox.answer_public
    message = PublicMessage(**_parsed(facts))
    thread = facts.thread
    try:
        outcome = inbox.answer_public(message, thread.subject) if thread else inbox.begin_public(message)
    except (ValidationError, PermissionDenied) as error:
        raise Declined(facts, error) from error
    _conclude(facts, agent, outcome)
    if thread or message.is_from_program or not agent or not verdicts.speaks_as_agent(facts):
        return
    for other in facts.others:
        _begin_too(facts, agent, other, outcome.became)


def _begin_too(facts: Facts, agent: Agent, inbox: Inbox, first: Model | None) -> None:
    try:
        with transaction.atomic():
            outcome = inbox.begin(InboundMessage(sender=agent, **_parsed(facts)))
    except (ValidationError, PermissionDenied):
        return
    if outcome.became is None:
        return
    if first:
        mail_shared.send(
            sender=IncomingMail, mail=facts.mail, agent=agent, first=first, second=outcome.became
        )
    if outcome.acknowledgement and facts.is_named:
        mail_filed.send(
            sender=IncomingMail, mail=facts.mail, agent=agent, acknowledgement=outcome.acknowledgement
        )


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


def _said_before(facts: Facts) -> IncomingMail | None:
    """The mail with the same text, when this one has no file of its own: an autoresponder, or a mail sent twice."""
    mail = facts.mail
    if any(not part.is_inline for part in facts.message.parts):
        return None
    same = _on_same_subject(facts, SAME_WORDS).exclude(state=State.QUARANTINED).filter(text=mail.text)
    if facts.thread is None:
        same = same.filter(subject=mail.subject)
    return same.order_by("pk").first()


def _too_fast(facts: Facts) -> str:
    """The remark on an answer that comes faster than people write; empty for any other mail."""
    if facts.thread is None:
        return ""
    burst = _on_same_subject(facts, BURST).exclude(state=State.AUTOMATIC)
    if burst[:MOST_IN_A_BURST].count() >= MOST_IN_A_BURST:
        return TOO_MANY_ON_SUBJECT
    since = timezone.now() - timedelta(hours=1)
    recent = IncomingMail.objects.filter(_theirs(facts), state=State.FILED, read_at__gt=since)
    return TOO_FAST if recent.order_by()[:MOST_ANSWERS_AN_HOUR].count() >= MOST_ANSWERS_AN_HOUR else ""


def _theirs(facts: Facts) -> Q:
    """The mails of the same sender: an agent, or an address of the public."""
    if facts.agent:
        return Q(sender=facts.agent)
    return Q(sender=None, sender_address__iexact=facts.address)


def _on_same_subject(facts: Facts, age: timedelta) -> QuerySet[IncomingMail]:
    """Return mails they wrote on the same subject shortly before, by the time that the town's server received it."""
    mail = facts.mail
    came_at = mail.delivered_at or mail.taken_at
    taken = Q(state__in=(State.FILED, State.AUTOMATIC)) | Q(
        state=State.QUARANTINED, reason__in=(Reason.NOT_ALLOWED, Reason.CLOSED)
    )
    return (
        IncomingMail.objects.filter(
            taken, _theirs(facts), about_type=mail.about_type_id, about_id=mail.about_id
        )
        .annotate(came_at=Coalesce("delivered_at", "taken_at"))
        .filter(came_at__gt=came_at - age)
        .exclude(pk=mail.pk)
        .order_by()
    )


def _arrival(facts: Facts, agent: Agent) -> InboundMessage:
    thread = facts.thread
    return InboundMessage(sender=agent, given_to=thread.given_to if thread else None, **_parsed(facts))


def _parsed(facts: Facts) -> dict[str, Any]:
    """The fields of a PublicMessage."""
    mail, message, thread = facts.mail, facts.message, facts.thread
    sorted_ = attachments.sort_attachments(message.parts, facts.domain, counts=mail.read_at is None)
    recording.remark(mail, sorted_.remarks)
    if thread is not None and (other := _given_to_another(facts, thread)):
        recording.remark(mail, [f"Écrit avec l’adresse de réponse donnée à {other}."])
    return {
        "mail": mail,
        "subject": mail.subject,
        "text": mail.text,
        "folded": mail.folded,
        "files": sorted_.files,
        "is_reply": thread is not None,
        "left_out": sorted_.left_out,
        "written_to": facts.written_to,
        "may_be_answered": facts.is_named and not facts.is_borrowed,
        "is_from_program": verdicts.is_unasked(facts),
    }


def _given_to_another(facts: Facts, thread: Thread) -> str:
    """Whose reply address this sender used; empty when it is their own."""
    if thread.given_to:
        is_own = facts.agent is not None and thread.given_to.pk == facts.agent.pk
        return "" if is_own else str(thread.given_to)
    is_own = thread.given_to_address.lower() == facts.address.lower()
    return "" if is_own else thread.given_to_address


def _nothing_left(arrival: InboundMessage) -> RefusedContent | None:
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


def _conclude(facts: Facts, agent: Agent | None, outcome: InboxOutcome) -> None:
    mail = facts.mail
    recording.remark(mail, outcome.remarks)
    if outcome.became is not None:
        mail.became = outcome.became
    if outcome.refusal:
        recording.settle(mail, State.REFUSED, outcome.refusal)
        recording.refuse(
            facts, outcome.refusal, sentence=outcome.sentence, button=outcome.button, url=outcome.url
        )
        return
    recording.settle(mail, State.FILED)
    if outcome.acknowledgement and agent and facts.is_named:
        mail_filed.send(sender=IncomingMail, mail=mail, agent=agent, acknowledgement=outcome.acknowledgement)
