"""Notifications of merges and splits; hidden authors are never named."""

from collections.abc import Iterable

from core.notifications.actions import notify
from core.notifications.registry import Channel, NotificationKind
from core.people.models import Agent
from core.ui.mails import Mail, render_mail
from suggestions.ideas.recipients import FOLLOWED, MINE, authors_of, concerned_by, notify_authors
from suggestions.models import Idea

GATHERED = NotificationKind(
    "suggestions.gathered", "Mon idée est réunie à une autre, ou détachée", group=MINE
)
GATHERED_FOLLOWED = NotificationKind(
    "suggestions.gathered_followed",
    "Une idée que je soutiens ou suis est réunie à une autre, ou détachée",
    group=FOLLOWED,
    default=Channel.DIGEST,
)


def notify_merged(kept: Idea, absorbed: Idea, *, reason: str, by: Agent) -> None:
    """After the merge: notify the authors of both, then supporters and followers."""
    mail = render_mail("suggestions/mails/merged.txt", kept=kept, absorbed=absorbed, reason=reason)
    _notify(kept, mail, but=[by])


def notify_parted(one: Idea, other: Idea, *, by: Agent) -> None:
    """After a merge is undone: the same people, each about their own."""
    mail = render_mail("suggestions/mails/parted.txt", one=one, other=other)
    _notify(one, mail, but=[by])
    _notify(other, mail, but=[by, *authors_of(one), *concerned_by(one)])


def notify_split(original: Idea, part: Idea, *, reason: str, by: Agent) -> None:
    mail = render_mail("suggestions/mails/split.txt", original=original, part=part, reason=reason)
    _notify(original, mail, but=[by])


def notify_joined_again(original: Idea, part: Idea, *, by: Agent) -> None:
    mail = render_mail("suggestions/mails/joined_again.txt", original=original, part=part)
    _notify(original, mail, but=[by])


def _notify(idea: Idea, mail: Mail, *, but: Iterable[Agent] = ()) -> None:
    known = set(but)
    authors = authors_of(idea)
    notify_authors(idea, GATHERED, **mail, but=known)
    others = [agent for agent in concerned_by(idea) if agent not in known and agent not in authors]
    notify(GATHERED_FOLLOWED, others, **mail, about=idea)
