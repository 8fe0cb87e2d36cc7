from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from core.documents.models import Document
from core.people.models import Agent
from core.people.roles import GROUP, Role


@dataclass(frozen=True, slots=True)
class ApprovedFile:
    title: str
    document: Document


@dataclass(frozen=True, slots=True)
class Content:
    """A text to approve: `text` is plain, its paragraphs separated by an empty line."""

    title: str
    text: str
    files: tuple[ApprovedFile, ...] = ()

    @property
    def digest(self) -> str:
        """The SHA-256 of these very words and of the SHA-256 of these very files."""
        files = [[file.title, file.document.sha256] for file in self.files]
        return hashlib.sha256(json.dumps([self.title, self.text, files]).encode()).hexdigest()


@dataclass(frozen=True)
class Approvable:
    """`code` like « memos.memo », `label` in the singular, as the page names what it is.

    `content` is read again, under the lock, at each decision. `lock(pk)` locks the object by the whole order of locks
    of its app and returns it: it comes before the approval's own. `approved(obj, approval)` and
    `returned(obj, approval, by)` run in the transaction of the last visa and of a refusal; they may change the object.

    `can_read` says who opens the page of the visas besides its author and those who hold or held a step; `can_manage`
    who hands a step to somebody else and records a visa on paper. `escalate_to(obj, holder)` names who is
    told of a step that waits, the holder's manager when it is None. `has_private_remarks`: only those of `can_read`
    and whoever wrote them read the remarks. `may_oppose`: a step may pass it on with an unfavourable opinion.
    `is_confidential`: mails stay off the administrators' lists, and no page
    for others says the title. `excluded(obj)` are the ids of people who never decide on it nor, besides
    what its kind lets them read, ever read it again, whatever its later versions say.
    `described(obj)` is a line of facts that the pages show; they are no part of what is approved. `described_with` are
    the relations that it reads. Those of one `nature(obj)` may be approved from the list, several
    at once; none without. Those that are `is_information(obj)` when they start are acknowledged.
    `owner` is the role whose members alone change the circuits of this kind, whose ids
    `circuits()` selects: the steps of a circuit say who reads what goes through it. `stuck(obj, step)` runs when a step
    is asked that nobody can take, and each working day that this lasts; `unblocked` tells readers who ends it.
    """

    code: str
    label: str
    model: type[models.Model]
    content: Callable[[Any], Content]
    lock: Callable[[int], Any]
    approved: Callable[[Any, Any], None]
    returned: Callable[[Any, Any, Agent], None]
    can_manage: Callable[[Agent, Any], bool]
    can_read: Callable[[Agent, Any], bool] = lambda agent, obj: False
    escalate_to: Callable[[Any, Agent], Iterable[Agent]] | None = None
    can_hand_over: bool = True
    has_private_remarks: bool = False
    is_confidential: bool = False
    may_oppose: bool = False
    excluded: Callable[[Any], set[int]] = lambda obj: set()
    described: Callable[[Any], str] = lambda obj: ""
    described_with: tuple[str, ...] = ()
    nature: Callable[[Any], str] = lambda obj: ""
    is_information: Callable[[Any], bool] = lambda obj: False
    owner: Role | None = None
    circuits: Callable[[], models.QuerySet[Any, Any]] | None = None
    stuck: Callable[[Any, Any], None] = lambda obj, step: None
    unblocked: str = ""


KINDS: dict[str, Approvable] = {}


def register(kind: Approvable) -> Approvable:
    """Raises ValueError for a code without its app, or a code or model already taken."""
    taken = {known.model for known in KINDS.values()}
    if "." not in kind.code or kind.code in KINDS or kind.model in taken:
        raise ValueError(f"Bad or repeated kind of approval: {kind.code}")
    if (kind.owner is None) is not (kind.circuits is None):
        raise ValueError(f"An owner changes circuits: {kind.code}")
    KINDS[kind.code] = kind
    return kind


def kinds_of_group() -> list[str]:
    """The codes of kinds whose stuck steps the group hands to somebody: whoever gets one reads the text."""
    return [kind.code for kind in KINDS.values() if kind.can_hand_over and not kind.is_confidential]


def circuit_keepers() -> list[Role]:
    """Return the roles that change circuits: the group's, and the owners of kinds for these alone."""
    return [*GROUP, *(kind.owner for kind in KINDS.values() if kind.owner)]


def kind_of(obj: models.Model) -> Approvable:
    """Raises LookupError for a model that no app registered."""
    for kind in KINDS.values():
        if isinstance(obj, kind.model):
            return kind
    raise LookupError(f"{obj._meta.label} cannot be approved")
