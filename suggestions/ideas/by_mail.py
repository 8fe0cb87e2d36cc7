"""Ideas and mail: the address, where a reply by mail goes, and the « Reçu par courriel » badge."""

from typing import Any

from django.db.models.functions import JSONObject
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


def of_mail(path: str = "mail") -> JSONObject:
    """What `mail_badge` reads of a row's mail, to annotate its queryset with."""
    return JSONObject(**{name: f"{path}__{name}" for name in ("reference", "trust", "remarks")})


def mail_badge(
    agent: Agent, idea: Idea, mail: dict[str, Any], *, written_by: int | None
) -> dict[str, Any] | None:
    """None for what was written on a page; `mail` is from `of_mail`, `idea` the one on whose page it is read.

    `url` leads to the whole message and `notes` are remarks about it, both for who may open it: as
    `mail_in.may_read_mail` says, without a statement.
    """
    if not mail["reference"]:
        return None
    is_open = agent.is_active and (written_by == agent.pk or may_moderate(agent, idea))
    return {
        "url": reverse("mail:incoming_detail", args=[mail["reference"]]) if is_open else "",
        "is_unverified": mail["trust"] in (Trust.UNVERIFIED, Trust.FAILED),
        "notes": mail["remarks"] if is_open else (),
    }


def address() -> str:
    """Return the address for ideas by mail; an empty text when no mailbox is read."""
    inbox = INBOXES.get(INBOX)
    return inbox.addresses[0] if inbox and inbox.addresses else ""
