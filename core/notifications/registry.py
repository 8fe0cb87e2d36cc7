"""The kinds of notifications, each registered by the app that sends it in its `registrations.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from django.db import models

from core.people.models import Agent

OTHER = "Autres nouvelles"


class Channel(models.TextChoices):
    """How an agent is notified, besides the site, which shows everything."""

    AT_ONCE = "at_once", "Aussitôt"
    DIGEST = "digest", "Résumé du matin"
    SITE = "site", "Site seulement"


@dataclass(frozen=True)
class NotificationKind:
    """`code` like « suggestions.answered »; `label` is how a person would ask to receive it.

    `group` is its heading on the page of preferences. `default` holds until the agent chooses otherwise, and always
    when the kind is not offered. `is_batched`: mails that would leave at once wait a few minutes for the next ones,
    and leave as one; not for what one person is asked. `to_whom` says whether this agent may ever receive it: others
    are not asked; elected members only when `is_for_elected`. `note` stands beside the label: what a way of this kind
    does otherwise than its name says.
    """

    code: str
    label: str
    group: str = OTHER
    default: Channel = Channel.AT_ONCE
    is_offered: bool = True
    to_whom: Callable[[Agent], bool] | None = None
    is_batched: bool = False
    note: str = ""
    is_for_elected: bool = False


KINDS: dict[str, NotificationKind] = {}
# In the order of the page; the value ends « 3 nouvelles … » in the subject of a digest.
GROUPS: dict[str, str] = {}


def register_group(label: str, *, news: str) -> None:
    """`register_group("Mes idées", news="de vos idées")`; several apps may name the same, in the same words.

    Raises ValueError when the group is already registered with other words.
    """
    if GROUPS.setdefault(label, news) != news:
        raise ValueError(f"Group of notifications named twice: {label}")


def register(*kinds: NotificationKind) -> None:
    """Raises ValueError for a code without its app or already taken, and for a default that is no channel."""
    for kind in kinds:
        if "." not in kind.code or kind.code in KINDS:
            raise ValueError(f"Bad or repeated notification kind: {kind.code}")
        Channel(kind.default)
        KINDS[kind.code] = kind


def register_from(*modules: ModuleType) -> None:
    """Register the kinds that these modules hold, in their order; one that several share, once."""
    for module in modules:
        found = [kind for kind in vars(module).values() if isinstance(kind, NotificationKind)]
        register(*(kind for kind in found if KINDS.get(kind.code) is not kind))


def rank_of(group: str) -> tuple[bool, int]:
    """Rank a group on the page and in a digest: as they were named, the unnamed after, « autres » last."""
    names = list(GROUPS)
    return group == OTHER, names.index(group) if group in names else len(names)


def offered_to(agent: Agent) -> dict[str, list[NotificationKind]]:
    """The kinds that this agent chooses how to receive, by group; each question about the agent is asked once."""
    found: dict[str, list[NotificationKind]] = {}

    @cache
    def is_for(to_whom: Callable[[Agent], bool]) -> bool:
        return to_whom(agent)

    for kind in KINDS.values():
        if not kind.is_offered or (agent.is_elected and not kind.is_for_elected):
            continue
        if kind.to_whom is None or is_for(kind.to_whom):
            found.setdefault(kind.group, []).append(kind)
    return {group: found[group] for group in sorted(found, key=rank_of)}
