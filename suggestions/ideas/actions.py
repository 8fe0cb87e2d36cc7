"""Carrying an idea on: hand over, start, finish, set aside by two members, restore.

Each action checks the person, locks the idea, checks its state, changes it, names itself for the history and tells
people.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.french import spaced
from core.history.context import action_context
from core.people.models import Agent
from suggestions import policies
from suggestions.ideas.locking import check_alone, check_state, lock_idea, lock_to_moderate, not_theirs
from suggestions.ideas.notifications import (
    FOLLOWED_MOVED,
    GROUP_WORK,
    HANDED_OVER,
    MOVED,
    SET_ASIDE,
    SET_ASIDE_PROPOSED,
    hides_an_author,
    notify_authors,
    notify_authors_and_followers,
    notify_of,
    outdate,
)
from suggestions.models import Idea, SetAside
from suggestions.policies import group_members, may_hand_over
from suggestions.states import State

NOT_PROPOSED = spaced("Écarter cette idée n’est plus proposé : un membre l’a gardée entre-temps.")


@transaction.atomic
def hand_over(idea: Idea, *, by: Agent, to: Agent) -> Idea:
    if not may_hand_over(by, idea):
        raise PermissionDenied(not_theirs(by, idea, "Seul le membre qui suit cette idée, ou le responsable"))
    idea = lock_idea(idea)
    check_state(idea, *State.followed())
    # Checked again under the lock: it may just have been handed over.
    if not may_hand_over(by, idea):
        raise ValidationError(f"Cette idée a été confiée entre-temps à {idea.member_in_charge}.")
    if not policies.may_moderate(to, idea):
        raise ValidationError(
            spaced(f"{to} ne peut pas suivre cette idée : choisissez un autre membre du groupe.")
        )
    if to.pk == idea.member_in_charge_id:
        raise ValidationError(f"{to} suit déjà cette idée.")
    idea.member_in_charge = to
    with action_context(f"a confié l’idée à {to}", by=by):
        idea.save(update_fields=["member_in_charge"])
    if to != by:
        notify_of(idea, HANDED_OVER, [to], "suggestions/mails/handed_over.txt", by=by)
    return idea


@transaction.atomic
def start(idea: Idea, *, by: Agent) -> Idea:
    idea = lock_to_moderate(idea, State.RETAINED, by=by)
    idea.state, idea.started_at = State.IN_PROGRESS, timezone.now()
    with action_context("a commencé la réalisation", by=by):
        idea.save(update_fields=["state", "started_at"])
    notify_authors_and_followers(idea, MOVED, FOLLOWED_MOVED, "suggestions/mails/moved.txt", by=by)
    return idea


@transaction.atomic
def finish(idea: Idea, *, by: Agent) -> Idea:
    idea = lock_to_moderate(idea, State.IN_PROGRESS, by=by)
    idea.state, idea.done_at = State.DONE, timezone.now()
    with action_context("a réalisé l’idée", by=by):
        idea.save(update_fields=["state", "done_at"])
    notify_authors_and_followers(idea, MOVED, FOLLOWED_MOVED, "suggestions/mails/moved.txt", by=by)
    return idea


@transaction.atomic
def propose_set_aside(idea: Idea, *, by: Agent, reason: str) -> SetAside:
    """For an idea that is injurious, about a named person or off topic: a second member confirms.

    Nobody outside the group knows of it before.
    """
    idea = lock_to_moderate(idea, *State.waiting(), by=by)
    check_alone(idea)
    if earlier := _proposal_of(idea):
        raise ValidationError(spaced(f"{earlier.proposed_by} l’a proposé entre-temps : lisez son motif."))
    with action_context("a proposé d’écarter l’idée", by=by):
        proposed = SetAside.objects.create(idea=idea, reason=reason.strip(), proposed_by=by)
    # The reason is read on the idea's page.
    notify_of(
        idea,
        SET_ASIDE_PROPOSED,
        group_members().exclude(pk__in={*idea.author_ids, by.pk}),
        "suggestions/mails/set_aside_proposed.txt",
        is_confidential=hides_an_author(idea),
        by=by,
    )
    return proposed


@transaction.atomic
def confirm_set_aside(idea: Idea, *, by: Agent, seen: str) -> Idea:
    """By a second member: the idea is hidden, and the author is notified why. `seen` is the proposal that was read."""
    idea = lock_to_moderate(idea, *State.waiting(), by=by)
    check_alone(idea)
    proposed = _checked_proposal(idea, seen)
    if proposed.proposed_by_id == by.pk:
        raise ValidationError(spaced("Vous l’avez proposé : un autre membre du groupe confirme."))
    proposed.confirmed_by = by
    idea.state, idea.set_aside_at, idea.set_aside_reason = (
        State.SET_ASIDE,
        timezone.now(),
        proposed.reason,
    )
    with action_context("a écarté l’idée", by=by):
        proposed.save(update_fields=["confirmed_by"])
        idea.save(update_fields=["state", "set_aside_at", "set_aside_reason"])
    outdate(idea, *GROUP_WORK)
    # Only the authors get the reason.
    notify_authors(idea, SET_ASIDE, "suggestions/mails/set_aside.txt")
    return idea


@transaction.atomic
def drop_set_aside(idea: Idea, *, by: Agent, seen: str) -> Idea:
    """The group keeps the idea: what was proposed, `seen` by this member, is no longer asked for."""
    idea = lock_to_moderate(idea, *State.waiting(), by=by)
    proposed = _checked_proposal(idea, seen)
    with action_context("a gardé l’idée", by=by):
        proposed.delete()
    outdate(idea, SET_ASIDE_PROPOSED)
    return idea


@transaction.atomic
def restore(idea: Idea, *, by: Agent) -> Idea:
    idea = lock_to_moderate(idea, State.SET_ASIDE, by=by)
    idea.state = State.UNDER_STUDY if idea.taken_at else State.RECEIVED
    idea.set_aside_at, idea.set_aside_reason = None, ""
    with action_context("est revenu sur la mise à l’écart", by=by):
        idea.save(update_fields=["state", "set_aside_at", "set_aside_reason"])
        SetAside.objects.filter(idea=idea).delete()
    notify_authors(idea, SET_ASIDE, "suggestions/mails/restored.txt")
    return idea


def _proposal_of(idea: Idea) -> SetAside | None:
    """Read under the idea's lock: a join would show it as it was before the wait."""
    return SetAside.objects.select_related("proposed_by").filter(idea=idea).first()


def _checked_proposal(idea: Idea, seen: str) -> SetAside:
    proposed = _proposal_of(idea)
    if proposed is None:
        raise ValidationError(NOT_PROPOSED)
    if str(proposed.pk) != seen:
        raise ValidationError(
            spaced(
                f"{proposed.proposed_by} l’a proposé pour un autre motif depuis l’ouverture de cette page : "
                "lisez-le d’abord."
            )
        )
    return proposed
