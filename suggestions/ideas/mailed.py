"""« Reçu par courriel », beside what came that way: read with the rows of the page, no statement of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from core.mail.models import Trust
from core.people.models import Agent
from suggestions.mail_in.policies import may_open_mail
from suggestions.models import Idea


@dataclass(frozen=True)
class Mailed:
    """`url` leads to the whole message, for who may open it; `notes` are remarks about it, for the same people."""

    url: str
    is_unverified: bool
    notes: tuple[str, ...] = ()


def mailed(
    agent: Agent,
    idea: Idea,
    *,
    key: str | None,
    trust: str | None,
    remarks: Iterable[str] | None,
    written_by: int | None,
) -> Mailed | None:
    """None for what was written on a page; `key` is the mail's, `idea` the one on whose page it is read."""
    if not key:
        return None
    is_open = may_open_mail(agent, idea, written_by=written_by)
    return Mailed(
        url=reverse("mail:incoming_detail", args=[key]) if is_open else "",
        is_unverified=trust in (Trust.UNVERIFIED, Trust.FAILED),
        notes=tuple(remarks or ()) if is_open else (),
    )
