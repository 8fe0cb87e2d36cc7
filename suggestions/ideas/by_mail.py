"""Ideas and mail: the address, where a reply by mail goes, and the « Reçu par courriel » badge."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from core.mail.models import Trust
from core.mail.registry import INBOXES
from core.people.models import Agent
from core.web.mails import render_text
from suggestions.models import Idea
from suggestions.policies import may_moderate

INBOX = "saperlipopette"
# The file of a message that is longer than an idea.
WHOLE = "le-message-entier.txt"


def answering(*, but: str = "") -> str:
    """A paragraph to end a text with; `but` says what is done on a page instead."""
    return render_text("suggestions/mails/answering.txt", but=but) if address() else ""


@dataclass(frozen=True)
class MailBadge:
    """`url` leads to the whole message, for who may open it; `notes` are remarks about it, for the same people."""

    url: str
    is_unverified: bool
    notes: tuple[str, ...] = ()


def mail_badge(
    agent: Agent,
    idea: Idea,
    *,
    key: str | None,
    trust: str | None,
    remarks: Iterable[str] | None,
    written_by: int | None,
) -> MailBadge | None:
    """None for what was written on a page; `key` is the mail's, `idea` the one on whose page it is read."""
    if not key:
        return None
    is_open = may_open_mail(agent, idea, written_by=written_by)
    return MailBadge(
        url=reverse("mail:incoming_detail", args=[key]) if is_open else "",
        is_unverified=trust in (Trust.UNVERIFIED, Trust.FAILED),
        notes=tuple(remarks or ()) if is_open else (),
    )


def address() -> str:
    """Return the address for ideas by mail; an empty text when no mailbox is read."""
    inbox = INBOXES.get(INBOX)
    return inbox.addresses[0] if inbox and inbox.addresses else ""


def may_open_mail(agent: Agent, idea: Idea, *, written_by: int | None) -> bool:
    """Answer as `mail_in.may_read_mail`, for a row on this idea's page; no statement."""
    return agent.is_active and (written_by == agent.pk or may_moderate(agent, idea))
