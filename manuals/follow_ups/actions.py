"""Opening, handing over and closing a follow-up; its row is its lock."""

import uuid
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.history.context import action_context
from core.notifications.actions import outdate
from core.people.models import Agent
from core.ui.french import moment, of, spaced
from core.ui.locks import lock_row
from manuals import notifications, policies
from manuals.actions import NOT_KEEPER, lock_software
from manuals.models import FollowUp, Problem, Software

NOT_CLOSER = "Seuls la personne qui s’en charge, les référents et le groupe projet peuvent clore cette suite."


@transaction.atomic
def open_follow_up(
    software: Software,
    *,
    by: Agent,
    problem: Problem | str,
    what: str,
    assigned_to: Agent,
    due_on: date,
    submission_key: uuid.UUID | None = None,
) -> FollowUp:
    """Whoever is to do it is notified, and finds it in what waits for them."""
    software = lock_software(software, by=by)
    _check(assigned_to, due_on)
    follow_up = FollowUp(
        software=software,
        problem=problem,
        what=what.strip(),
        assigned_to=assigned_to,
        due_on=due_on,
        opened_by=by,
        submission_key=submission_key or uuid.uuid4(),
    )
    # The key's uniqueness is left to the database: `create_once` catches it there.
    follow_up.full_clean(exclude=["submission_key"])
    with action_context("a ouvert une suite à donner", by=by):
        follow_up.save()
    notifications.notify_follow_up(follow_up, by=by)
    return follow_up


@transaction.atomic
def change_follow_up(follow_up: FollowUp, *, by: Agent, assigned_to: Agent, due_on: date) -> FollowUp:
    """Another person, another day, or both; a day that has passed may stay, not be chosen."""
    follow_up = _lock_open(follow_up, by=by)
    if not policies.can_keep(by, follow_up.software):
        raise PermissionDenied(NOT_KEEPER)
    before = follow_up.assigned_to, follow_up.due_on
    if (assigned_to, due_on) == before:
        return follow_up
    _check(assigned_to, None if due_on == follow_up.due_on else due_on)
    follow_up.assigned_to, follow_up.due_on = assigned_to, due_on
    with action_context("a changé la date ou la personne", by=by):
        follow_up.save(update_fields=["assigned_to", "due_on"])
    outdate([notifications.FOLLOW_UP], about=follow_up)
    notifications.notify_follow_up(follow_up, by=by)
    return follow_up


@transaction.atomic
def close_follow_up(follow_up: FollowUp, *, by: Agent, result: str) -> FollowUp:
    """With what it gave: the next person starts from there."""
    follow_up = _lock_open(follow_up, by=by)
    follow_up.result, follow_up.closed_by, follow_up.closed_at = result.strip(), by, timezone.now()
    follow_up.full_clean()
    with action_context("a clos la suite à donner", by=by):
        follow_up.save(update_fields=["result", "closed_by", "closed_at"])
    outdate([notifications.FOLLOW_UP], about=follow_up)
    return follow_up


def _lock_open(follow_up: FollowUp, *, by: Agent) -> FollowUp:
    """The row as it is under its lock. Raises PermissionDenied, or ValidationError when it was closed meanwhile."""
    # Nothing joined: what a concurrent close wrote is read after the wait, the joined person was not.
    follow_up = lock_row(FollowUp, follow_up.pk)
    if not policies.can_work_on(by, follow_up):
        raise PermissionDenied(NOT_CLOSER)
    if follow_up.closed_at:
        raise ValidationError(
            f"Cette suite a été close par {follow_up.closed_by}, le {moment(follow_up.closed_at)}."
        )
    return follow_up


def _check(assigned_to: Agent, due_on: date | None) -> None:
    if not assigned_to.is_active:
        raise ValidationError(
            {"assigned_to": spaced(f"Le compte {of(assigned_to)} est fermé : choisissez quelqu’un d’autre.")}
        )
    if due_on and due_on < timezone.localdate():
        raise ValidationError({"due_on": "Choisissez aujourd’hui ou un jour à venir."})
