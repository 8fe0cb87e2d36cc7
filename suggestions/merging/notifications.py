"""Notifications of merges and splits; hidden authors are never named."""

from collections.abc import Iterable

from core.notifications.actions import notify
from core.notifications.registry import Channel, NotificationKind
from core.people.models import Agent
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
    title = f"Deux idées n’en font plus qu’une\u00a0: {kept.title}"
    text = (
        f"Le groupe a réuni l’idée «\u00a0{absorbed.title}\u00a0» à l’idée «\u00a0{kept.title}\u00a0»."
        f"{_because(reason)}\n"
        "Rien n’est perdu\u00a0: les deux textes, les soutiens, les commentaires et les fichiers se lisent "
        "maintenant sur une seule page, et les anciens liens y mènent."
    )
    _notify(kept, title, text, but=[by])


def notify_parted(one: Idea, other: Idea, *, by: Agent) -> None:
    """After a merge is undone: the same people, each about their own."""
    title = "Deux idées réunies se lisent de nouveau à part"
    text = (
        f"Le groupe a défait la réunion des idées «\u00a0{one.title}\u00a0» et «\u00a0{other.title}\u00a0»\u00a0: "
        "chacune retrouve sa page, ses soutiens et ses commentaires."
    )
    _notify(one, title, text, but=[by])
    _notify(other, title, text, but=[by, *authors_of(one), *concerned_by(one)])


def notify_split(original: Idea, part: Idea, *, reason: str, by: Agent) -> None:
    title = f"Une idée en devient deux\u00a0: {original.title}"
    text = (
        f"Le groupe a détaché une partie de l’idée «\u00a0{original.title}\u00a0»\u00a0: elle s’appelle maintenant "
        f"«\u00a0{part.title}\u00a0» et recevra sa propre réponse.{_because(reason)}\n"
        "L’idée d’origine garde tous ses mots, et ses soutiens valent pour les deux."
    )
    _notify(original, title, text, but=[by])


def notify_joined_again(original: Idea, part: Idea, *, by: Agent) -> None:
    title = f"Une idée détachée revient à la sienne\u00a0: {original.title}"
    text = f"«\u00a0{part.title}\u00a0», détachée de «\u00a0{original.title}\u00a0», se lit de nouveau avec elle."
    _notify(original, title, text, but=[by])


def _notify(idea: Idea, title: str, text: str, *, but: Iterable[Agent] = ()) -> None:
    known = set(but)
    authors = authors_of(idea)
    notify_authors(idea, GATHERED, title, text, but=known)
    others = [agent for agent in concerned_by(idea) if agent not in known and agent not in authors]
    notify(GATHERED_FOLLOWED, others, title=title, text=text, about=idea)


def _because(reason: str) -> str:
    return f"\nPourquoi\u00a0: {reason}" if reason else ""
