"""What the gateway hands to a rubric, and what the rubric says that it became."""

from dataclasses import dataclass, field

from django.db import models

from core.mail.models import IncomingMail, Reason, Trust
from core.people.models import Agent


@dataclass(frozen=True)
class AttachedFile:
    """An attachment that passed the gateway; the rubric keeps it through `core.documents.actions.store_bytes`."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class InboundMessage:
    """A mail from an agent, read and judged.

    `text` is the whole of a first mail, and of an answer only what its sender wrote; `folded` is the rest. `sender` is
    the agent who wrote. `given_to` is the agent to whom the answered address was given: another one wrote with it when
    they differ. `is_verified`: the town's own server vouches for the sender (or they confirmed it themselves).
    """

    mail: IncomingMail
    sender: Agent
    subject: str
    text: str
    folded: str = ""
    files: tuple[AttachedFile, ...] = ()
    is_reply: bool = False
    given_to: Agent | None = None
    # Sentences about files that were refused, for the acknowledgement.
    left_out: tuple[str, ...] = ()

    @property
    def is_verified(self) -> bool:
        if self.mail.trust == Trust.CONFIRMED:
            # Somebody else's word for it, at the desk, is not theirs.
            return self.mail.handled_by_id in (None, self.sender.pk)
        return self.mail.trust in (Trust.VERIFIED, Trust.INTERNAL)


@dataclass(frozen=True)
class Acknowledgement:
    """What the sender is told of what their mail became; plain paragraphs, one button.

    `lines` say it in full; `line` is the same in one, for the mail that lists many.
    """

    subject: str
    lines: tuple[str, ...]
    line: str
    button: str = ""
    url: str = ""
    about: models.Model | None = None


@dataclass(frozen=True)
class InboxOutcome:
    """What became of a mail.

    `became` is the row that it is now, shown on the desk. A `refusal` (one of Reason) sends the typed refusal, whose
    sentence and way out may be given here; the mail is then refused, or held when `is_held` (its sender still has a
    choice to make at `url`).
    """

    became: models.Model | None = None
    acknowledgement: Acknowledgement | None = None
    refusal: Reason = Reason.NONE
    sentence: str = ""
    button: str = ""
    url: str = ""
    is_held: bool = False
    remarks: tuple[str, ...] = field(default_factory=tuple)
