"""Merging two ideas and splitting one; no row moves, so undoing restores both.

The row of a head stands for its family: an action that changes its members locks that row first, two heads in the order
of their ids, and only then writes the rows of the others.
"""

import uuid
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core.french import spaced
from core.history.context import action_context
from core.notifications.registry import Channel, NotificationKind
from core.people.models import Agent
from core.search.index import refresh
from core.web.idempotency import unused_key
from core.web.locks import locked, wait_for
from suggestions.evaluation import quorum
from suggestions.evaluation.actions import notify_ready, notify_to_evaluate
from suggestions.ideas import notifications
from suggestions.ideas.locking import check_moderates, check_state, lock_head, lock_idea
from suggestions.ideas.notifications import (
    FOLLOWED,
    MINE,
    authors_of,
    concerned_by,
    notify_authors,
    notify_of,
    outdate,
)
from suggestions.models import Follow, Idea, Merge, NumberSeries, Split, Support
from suggestions.policies import OPEN_STATES
from suggestions.states import State

COPIED = [
    "author",
    "entered_by",
    "identity",
    "contact",
    "contact_detail",
    "is_thanked",
    "direction",
    "value",
    "state",
    "member_in_charge",
    "received_at",
    "due_on",
    "first_answered_at",
    "decision_due_on",
    "taken_at",
]
# Families change one at a time: three merges in a ring would each wait for a row that another has not yet let go.
FAMILIES = "suggestions.families"


@transaction.atomic
def merge(kept: Idea, absorbed: Idea, *, by: Agent, reason: str = "") -> Idea:
    """`absorbed` is read on the page of `kept` from now on, with all that was already read with it."""
    if kept.pk == absorbed.pk:
        raise ValidationError(spaced("Une idée ne se réunit pas à elle-même : choisissez-en une autre."))
    check_moderates(by, kept)
    check_moderates(by, absorbed)
    kept, absorbed = _both_locked(kept, absorbed)
    # Checked again under the locks: a merge may just have added a co-author.
    check_moderates(by, kept)
    check_moderates(by, absorbed)
    check_mergeable(kept, absorbed)
    with action_context(f"a réuni à cette idée «\u00a0{absorbed}\u00a0»", by=by):
        Merge.objects.create(kept=kept, absorbed=absorbed, made_by=by, reason=reason)
    with action_context(f"a réuni l’idée à «\u00a0{kept}\u00a0»", by=by):
        _join(absorbed, kept)
    _count_again(kept)
    for idea in (kept, absorbed):
        # An idea that is read with others is not set aside.
        outdate(idea, notifications.SET_ASIDE_PROPOSED)
    words = {"kept": kept, "absorbed": absorbed, "reason": reason}
    _notify(Idea.objects.get(pk=kept.pk), "suggestions/mails/merged.txt", but=[by], **words)
    return kept


@transaction.atomic
def undo_merge(merge: Merge, *, by: Agent) -> Idea:
    """Each is read on its own page again, as it was, with what came since kept on the one it belongs to."""
    wait_for(FAMILIES)
    head = lock_head(merge.absorbed)
    merge = locked(Merge.objects).select_related("undone_by").get(pk=merge.pk)
    check_moderates(by, head)
    if merge.undone_at:
        raise ValidationError(f"Cette réunion a été défaite entre-temps par {merge.undone_by}.")
    absorbed = Idea.objects.get(pk=merge.absorbed_id)
    with action_context(f"a défait la réunion avec «\u00a0{merge.kept}\u00a0»", by=by):
        merge.undone_by, merge.undone_at = by, timezone.now()
        merge.save(update_fields=["undone_by", "undone_at"])
        _part(absorbed, head)
    _count_again(head, absorbed)
    one, other = Idea.objects.get(pk=head.pk), Idea.objects.get(pk=absorbed.pk)
    template, words = "suggestions/mails/parted.txt", {"one": one, "other": other}
    _notify(one, template, but=[by], **words)
    _notify(other, template, but=[by, *authors_of(one), *concerned_by(one)], **words)
    return head


@transaction.atomic
def split(
    idea: Idea,
    *,
    by: Agent,
    title: str,
    proposal: str,
    problem: str = "",
    benefit: str = "",
    reason: str = "",
    submission_key: uuid.UUID | None = None,
) -> Idea:
    """A part of the idea becomes a new idea: same author, promises and supporters, another number."""
    check_moderates(by, idea)
    idea = lock_idea(idea)
    check_moderates(by, idea)
    check_state(idea, *State.waiting())
    key = submission_key or uuid.uuid4()
    if earlier := Idea.objects.filter(submission_key=key, split_from=idea).first():
        return earlier
    key = unused_key(Idea, key)
    part = Idea(
        title=title, problem=problem, proposal=proposal, benefit=benefit, split_from=idea, submission_key=key
    )
    for name in COPIED:
        setattr(part, name, getattr(idea, name))
    if idea.number:
        part.year = timezone.localdate().year
        part.number = NumberSeries.next_number(part.year)
    with action_context(f"a détaché l’idée de «\u00a0{idea}\u00a0»", by=by):
        part.save()
        Split.objects.create(original=idea, part=part, made_by=by, reason=reason)
        if part.state == State.UNDER_STUDY:
            quorum.refresh(part)
    _copy_readers(idea, part)
    _notify(idea, "suggestions/mails/split.txt", but=[by], original=idea, part=part, reason=reason)
    if part.state == State.UNDER_STUDY:
        notify_to_evaluate(part, by=by)
    return part


@transaction.atomic
def undo_split(part: Idea, *, by: Agent) -> Idea:
    """The part is read with its original again; nothing of what it received is lost."""
    check_moderates(by, part)
    if not part.split_from_id:
        raise ValidationError("Cette idée n’a pas été détachée d’une autre.")
    original = Idea.objects.get(pk=part.split_from_id)
    head, part = _both_locked(original.head or original, part)
    check_moderates(by, part)
    made = locked(Split.objects).select_related("undone_by").get(part=part)
    if made.undone_at:
        raise ValidationError(f"Ce détachement a été défait entre-temps par {made.undone_by}.")
    check_mergeable(head, part)
    with action_context(f"a rendu l’idée à «\u00a0{original}\u00a0»", by=by):
        made.undone_by, made.undone_at = by, timezone.now()
        made.save(update_fields=["undone_by", "undone_at"])
        _join(part, head)
    _count_again(head)
    now = Idea.objects.get(pk=head.pk)
    _notify(now, "suggestions/mails/joined_again.txt", but=[by], original=now, part=part)
    return head


def check_mergeable(kept: Idea, absorbed: Idea) -> None:
    if absorbed.head_id == kept.pk or kept.head_id == absorbed.pk:
        raise ValidationError("Ces deux idées sont déjà réunies.")
    for idea in (kept, absorbed):
        if idea.head_id:
            raise ValidationError(
                spaced(f"L’idée « {idea} » est déjà réunie à « {idea.head} » : choisissez celle-ci.")
            )
    if kept.pk == absorbed.pk:
        raise ValidationError(spaced("Une idée ne se réunit pas à elle-même : choisissez-en une autre."))
    if kept.state not in OPEN_STATES:
        raise ValidationError(
            spaced(f"L’idée « {kept} » est « {kept.get_state_display().lower()} » : on n’y réunit plus rien.")
        )
    if absorbed.state not in State.waiting():
        raise ValidationError(
            spaced(
                f"L’idée « {absorbed} » est « {absorbed.get_state_display().lower()} » : "
                "elle garde sa propre page."
            )
        )
    if OPEN_STATES.index(State(kept.state)) < OPEN_STATES.index(State(absorbed.state)):
        raise ValidationError(
            spaced(
                f"L’idée « {absorbed} » est déjà à l’étude et l’autre pas encore : "
                "gardez plutôt celle qui est la plus avancée."
            )
        )


def _both_locked(kept: Idea, absorbed: Idea) -> tuple[Idea, Idea]:
    wait_for(FAMILIES)
    rows = {pk: lock_idea(Idea(pk=pk)) for pk in sorted([kept.pk, absorbed.pk])}
    return rows[kept.pk], rows[absorbed.pk]


def _join(absorbed: Idea, kept: Idea) -> None:
    """`kept` is a head, both are locked."""
    family = list(absorbed.family.all())
    for member in family:
        member.head = kept
        member.save(update_fields=["head"])
    absorbed.merged_into = absorbed.head = kept
    absorbed.save(update_fields=["merged_into", "head"])


def _count_again(*heads: Idea) -> None:
    """Recompute the tallies: a co-author loses or regains their seat."""
    notify_ready(quorum.refresh(*(idea for idea in heads if quorum.accepts_evaluations(idea))))


def _part(absorbed: Idea, head: Idea) -> None:
    """`absorbed` is a head again, of whatever had been merged into it."""
    family = list(head.family.all())
    absorbed.merged_into = absorbed.head = None
    absorbed.save(update_fields=["merged_into", "head"])
    below = {absorbed.pk}
    while more := {one.pk for one in family if one.merged_into_id in below} - below:
        below |= more
    for member in family:
        if member.pk in below and member.pk != absorbed.pk:
            member.head = absorbed
            member.save(update_fields=["head"])
    refresh([head, absorbed])


def _copy_readers(idea: Idea, part: Idea) -> None:
    """Copy supporters and followers to the part, with the time of their first row."""
    family = [idea.pk, *idea.family.values_list("pk", flat=True)]
    readers: tuple[type[Any], ...] = (Support, Follow)
    for model in readers:
        rows = model.objects.filter(idea__in=family).exclude(agent=part.author_id)
        first = {row.agent_id: row.created_at for row in rows.order_by("-created_at", "-pk")}
        copies = (model(idea=part, agent_id=agent, created_at=at) for agent, at in first.items())
        model.objects.bulk_create(copies, ignore_conflicts=True)


GATHERED = NotificationKind(
    "suggestions.gathered", "Mon idée est réunie à une autre, ou détachée", group=MINE
)
GATHERED_FOLLOWED = NotificationKind(
    "suggestions.gathered_followed",
    "Une idée que je soutiens ou suis est réunie à une autre, ou détachée",
    group=FOLLOWED,
    default=Channel.DIGEST,
)


def _notify(idea: Idea, template: str, *, but: Iterable[Agent], **context: Any) -> None:
    """The authors of all that is read with it, then supporters and followers."""
    known = set(but)
    authors = authors_of(idea)
    notify_authors(idea, GATHERED, template, but=known, **context)
    others = [agent for agent in concerned_by(idea) if agent not in known and agent not in authors]
    notify_of(idea, GATHERED_FOLLOWED, others, template, **context)
