"""A rubric as small as can be, which stands for the real ones: a direction is what its mails begin and answer about."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate
from hashlib import sha256
from typing import Any

from django.db import models

from core.mail.inbound.read import process
from core.mail.models import IncomingMail, OutgoingMail, RawContent, ReplyAddress
from core.mail.outbound import threading
from core.mail.registry import INBOXES, Acknowledgement, InboundMessage, Inbox, InboxOutcome
from core.people.models import Agent, Direction
from core.people.roles import Role
from tests.factories import DirectionFactory

ADDRESS = "essai@ville.example"
SERVER = "mx.ville.example"
PASSED = f"{SERVER}; dmarc=pass header.from=ville.example"
FAILED = f"{SERVER}; dmarc=fail header.from=ville.example"
NADIA = "Nadia Benali <nadia.benali@ville.example>"


@dataclass
class Rubric:
    """Notes what it is handed; `fails` is raised, `outcome` given instead of what it makes."""

    begun: list[InboundMessage] = field(default_factory=list)
    answered: list[tuple[InboundMessage, models.Model]] = field(default_factory=list)
    fails: Exception | None = None
    outcome: InboxOutcome | None = None

    @property
    def inbox(self) -> Inbox:
        return Inbox(
            name="essai",
            label="Essai",
            begin=self.begin,
            answer=self.answer,
            may_read=lambda agent: agent.has_role(Role.PROJECT_GROUP),
            may_read_one=lambda agent, mail: False,
            models=("people.Direction",),
        )

    def begin(self, arrival: InboundMessage) -> InboxOutcome:
        self.begun.append(arrival)
        made = DirectionFactory.create(name=f"Courriel {arrival.mail.reference}")
        return self._outcome(made)

    def answer(self, arrival: InboundMessage, subject: models.Model) -> InboxOutcome:
        self.answered.append((arrival, subject))
        return self._outcome(subject)

    def _outcome(self, became: models.Model) -> InboxOutcome:
        if self.fails:
            raise self.fails
        thanks = Acknowledgement("Bien reçu", ("C’est noté.",))
        return self.outcome or InboxOutcome(became=became, acknowledgement=thanks)


def made() -> int:
    return Direction.objects.filter(name__startswith="Courriel ").count()


def message(sender: str | None, text: str = "Bonjour,\n\nPlus de bancs !\n", **headers: Any) -> EmailMessage:
    """A mail to the rubric that the town's server vouches for; a header given as None is left out."""
    mail = EmailMessage()
    given = {
        "Authentication-Results": PASSED,
        "From": sender,
        "To": ADDRESS,
        "Subject": "Des bancs",
        "Date": formatdate(),
        "Message-ID": "<un@poste.example>",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in given.items():
        if value is not None:
            mail[name] = value
    mail.set_content(text)
    return mail


def kept(mail: EmailMessage | bytes, **fields: Any) -> IncomingMail:
    """The rows that fetching leaves."""
    raw = mail if isinstance(mail, bytes) else mail.as_bytes()
    row = IncomingMail.objects.create(sha256=sha256(raw).hexdigest(), size=len(raw), **fields)
    RawContent.objects.create(mail=row, content=raw)
    return row


@contextmanager
def registered() -> Iterator[Rubric]:
    rubric = Rubric()
    INBOXES["essai"] = rubric.inbox
    yield rubric
    del INBOXES["essai"]


def reply_address(agent: Agent, subject: models.Model) -> str:
    from django.contrib.contenttypes.models import ContentType

    row, _ = ReplyAddress.objects.get_or_create(
        agent=agent,
        content_type=ContentType.objects.get_for_model(subject),
        object_id=subject.pk,
        defaults={"inbox": "essai"},
    )
    return threading.reply_email(row)


def settled(mail: IncomingMail) -> IncomingMail:
    assert process(mail.pk)
    mail.refresh_from_db()
    return mail


def sent() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("kind", flat=True))
