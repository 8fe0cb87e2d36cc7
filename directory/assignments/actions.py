"""Noting, correcting and ending assignments that are not a project's."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from core.history.context import action_context
from core.people.models import Agent, Assignment
from core.people.models.matrix import NO_STAFF_REPRESENTATION, is_staff_representation
from core.ui.locks import locked
from directory import notifications, policies

NOT_ALLOWED = "Seul le gestionnaire de l’annuaire écrit les affectations."
GONE = "Cette affectation a été retirée entre-temps."


@transaction.atomic
def assign(
    subject: Agent,
    *,
    by: Agent,
    kind: str,
    title: str,
    direction_id: int | None,
    first: date,
    last: date | None,
    submission_key: uuid.UUID | None = None,
) -> Assignment:
    """From `first` to `last`, both included; without `last` it lasts. The agent and their manager are told."""
    _check(by, subject)
    assignment = Assignment(agent=subject, submission_key=submission_key or uuid.uuid4())
    return _write(
        assignment, by=by, kind=kind, title=title, direction_id=direction_id, first=first, last=last
    )


@transaction.atomic
def correct(
    assignment: Assignment,
    *,
    by: Agent,
    kind: str,
    title: str,
    direction_id: int | None,
    first: date,
    last: date | None,
) -> Assignment:
    _check(by, assignment.agent)
    return _write(
        _still(assignment), by=by, kind=kind, title=title, direction_id=direction_id, first=first, last=last
    )


@transaction.atomic
def end(assignment: Assignment, *, by: Agent) -> str:
    """Today is its last day; what has not begun is removed. The sentence says which."""
    _check(by, assignment.agent)
    row, today = _still(assignment), timezone.localdate()
    if row.is_past:
        raise ValidationError("Cette affectation est déjà finie.")
    if row.first_day > today:
        with action_context("a retiré une affectation", by=by):
            row.delete()
        return "L’affectation est retirée."
    row.period = period_of(row.first_day, today)
    with action_context("a mis fin à une affectation", by=by):
        row.save(update_fields=["period"])
    notifications.notify_assigned([row], by=by)
    return "L’affectation est finie\u00a0: aujourd’hui est son dernier jour."


def period_of(first: date, last: date | None) -> DateRange:
    """Raises ValidationError when the end comes first."""
    if last is not None and last < first:
        raise ValidationError({"last": "Le dernier jour vient après le premier."})
    return DateRange(first, last and last + timedelta(days=1))


def check_title(title: str) -> None:
    if is_staff_representation(title):
        raise ValidationError({"title": NO_STAFF_REPRESENTATION})


def _write(
    assignment: Assignment,
    *,
    by: Agent,
    kind: str,
    title: str,
    direction_id: int | None,
    first: date,
    last: date | None,
) -> Assignment:
    check_title(title)
    is_new = assignment.pk is None
    assignment.kind, assignment.title, assignment.direction_id = kind, title, direction_id
    assignment.period = period_of(first, last)
    with action_context("a noté une affectation" if is_new else "a corrigé une affectation", by=by):
        assignment.save()
    notifications.notify_assigned([assignment], by=by)
    return assignment


def _check(by: Agent, subject: Agent) -> None:
    if not policies.can_assign(by, subject):
        raise PermissionDenied(NOT_ALLOWED)


def _still(assignment: Assignment) -> Assignment:
    row = (
        locked(Assignment.objects.select_related("agent", "project"))
        .filter(pk=assignment.pk, project=None)
        .first()
    )
    if row is None:
        raise ValidationError(GONE)
    return row
