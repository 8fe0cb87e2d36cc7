from dataclasses import dataclass, field

from django.db import models

from core.mail.models import IncomingMail, Reason, Trust
from core.people.models import Agent


@dataclass(frozen=True)
class AttachedFile:
    """An accepted attachment; the rubric stores it with `core.documents.actions.store_bytes`."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class PublicMessage:
    """A mail from anybody, parsed; what is known of its sender is on `mail`.

    `text` is the whole text of a first mail, and only the sender's own words of an answer; `folded` is the rest.
    `written_to` is the address of ours that it names, or was delivered to. `may_be_answered`: it names one of ours, and
    no server denies its sender; else no automatic answer is sent.
    """

    mail: IncomingMail
    subject: str
    text: str
    folded: str = ""
    files: tuple[AttachedFile, ...] = ()
    is_reply: bool = False
    # Sentences about files that were refused, for the acknowledgement.
    left_out: tuple[str, ...] = ()
    written_to: str = ""
    may_be_answered: bool = True
    # It writes first, and nobody reads what would be answered.
    is_from_program: bool = False


@dataclass(frozen=True, kw_only=True)
class InboundMessage(PublicMessage):
    """A mail from an agent, parsed and accepted.

    `sender` is the agent who wrote. `given_to` is the agent to whom the reply address was given; it differs from
    `sender` when the address was passed on. `is_verified`: the town's own server vouches for the sender, or they
    confirmed it.
    """

    sender: Agent
    given_to: Agent | None = None

    @property
    def is_verified(self) -> bool:
        if self.mail.trust == Trust.CONFIRMED:
            # A confirmation in the admin by somebody else does not count.
            return self.mail.handled_by_id in (None, self.sender.pk)
        return self.mail.trust in (Trust.VERIFIED, Trust.INTERNAL)


@dataclass(frozen=True)
class Acknowledgement:
    """Acknowledgement sent to the sender: plain paragraphs and one button."""

    subject: str
    lines: tuple[str, ...]
    button: str = ""
    url: str = ""
    about: models.Model | None = None


@dataclass(frozen=True)
class InboxOutcome:
    """Outcome of a mail in its rubric.

    `became` is the row that it is now, shown in the admin. A `refusal` sends the text of that Reason, whose sentence,
    button and address may be given here.
    """

    became: models.Model | None = None
    acknowledgement: Acknowledgement | None = None
    refusal: Reason = Reason.NONE
    sentence: str = ""
    button: str = ""
    url: str = ""
    remarks: tuple[str, ...] = field(default_factory=tuple)
