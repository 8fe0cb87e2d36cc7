"""Functional, interim and mandate assignments, which the directory's managers write."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.french import spaced
from core.history.context import action_context
from core.history.entries import history_of
from core.people.models import Agent, Assignment
from core.people.models.assignments import NO_STAFF_REPRESENTATION, is_staff_representation
from core.people.policies import can_keep_directory
from core.people.requests import AgentRequest
from core.people.tree import Tree
from core.web.fields import DayField, OneLineField
from core.web.idempotency import OneTimeForm
from core.web.locks import locked
from core.web.refusals import refusals_as_messages, submitted
from core.web.stale_forms import STALE, StaleCheckForm, atomic_post, lock_on_post
from directory import notifications, policies
from directory.fields import DirectionField, DirectionForm
from directory.querysets import agents_for

NOT_ALLOWED = "Seul le gestionnaire de l’annuaire écrit les affectations."
GONE = "Cette affectation a été retirée entre-temps."


@transaction.atomic
def assign(
    subject: Agent, *, by: Agent, submission_key: uuid.UUID | None = None, **fields: Any
) -> Assignment:
    """Note what an agent does beside their place; `fields` are those of `_write`."""
    _check(by, subject)
    return _write(Assignment(agent=subject, submission_key=submission_key or uuid.uuid4()), by=by, **fields)


@transaction.atomic
def correct(assignment: Assignment, *, by: Agent, **fields: Any) -> Assignment:
    _check(by, assignment.agent)
    return _write(_still(assignment), by=by, **fields)


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
    return spaced("L’affectation est finie : aujourd’hui est son dernier jour.")


def period_of(first: date, last: date | None) -> DateRange:
    """Raises ValidationError when the end comes first."""
    if last is not None and last < first:
        raise ValidationError({"last": "Le dernier jour vient après le premier."})
    return DateRange(first, last and last + timedelta(days=1))


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
    """From `first` to `last`, both included; without `last` it lasts. The agent and their manager are notified."""
    if is_staff_representation(title):
        raise ValidationError({"title": NO_STAFF_REPRESENTATION})
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
    rows = locked(Assignment.objects.select_related("agent", "project"))
    row = rows.filter(pk=assignment.pk, project=None).first()
    if row is None:
        raise ValidationError(GONE)
    return row


KINDS = [choice for choice in Assignment.Kind.choices if choice[0] != Assignment.Kind.PROJECT]


class AssignmentFields(DirectionForm):
    kind = forms.ChoiceField(label="Nature", choices=KINDS)
    title = OneLineField(
        label="Fonction",
        max_length=120,
        help_text=spaced("Par exemple « Référente prévention » ou « Directeur des sports par intérim »."),
        error_messages={"required": "Dites de quelle fonction il s’agit."},
    )
    direction = DirectionField(label="Où", empty="Toute la ville")
    first = DayField(label="Premier jour")
    last = DayField(
        label="Dernier jour", required=False, help_text=spaced("Ce jour est compris. Vide : sans fin prévue.")
    )


class AssignForm(OneTimeForm, AssignmentFields):
    def __init__(self, data: Any = None, *, tree: Tree) -> None:
        super().__init__(data, tree=tree, initial={"first": timezone.localdate()})


class AssignmentForm(StaleCheckForm, AssignmentFields):
    @staticmethod
    def initial_from(row: Assignment, tree: Tree) -> dict[str, Any]:
        unit = tree.units.get(row.direction_id) if row.direction_id else None
        said = {"kind": row.kind, "title": row.title, "first": row.first_day, "last": row.last_day}
        return said | {"direction": unit.reference if unit else ""}


class EndForm(StaleCheckForm):
    """Only the stamp: what is ended is what was read."""


def assignment_add(request: AgentRequest, reference: str) -> HttpResponse:
    subject = get_object_or_404(agents_for(request.user), reference=reference)
    if not policies.can_assign(request.user, subject):
        raise PermissionDenied(NOT_ALLOWED)
    form = AssignForm(request.POST if request.method == "POST" else None, tree=Tree())
    added = submitted(
        request,
        form,
        partial(assign, subject, by=request.user),
        done="L’affectation est notée.",
        mine=Assignment.objects.filter(agent=subject),
        again="Cette affectation était déjà notée.",
    )
    if added:
        return redirect("directory:agent_detail", subject.reference)
    return render(request, "directory/assignment_add.html", {"form": form, "subject": subject})


@atomic_post
def assignment_correct(request: AgentRequest, assignment: str) -> HttpResponse:
    row = _found(request, assignment)
    lock_on_post(request, row)
    tree = Tree()
    initial = AssignmentForm.initial_from(row, tree)
    form = AssignmentForm(request.POST if request.method == "POST" else None, initial=initial, tree=tree)
    if submitted(request, form, partial(correct, row, by=request.user), done="L’affectation est corrigée."):
        return redirect("directory:agent_detail", row.agent.reference)
    context = {"form": form, "assignment": row, "end_form": EndForm(initial=initial)}
    return render(request, "directory/assignment_correct.html", context | {"entries": history_of(row)})


@require_POST
@atomic_post
def assignment_end(request: AgentRequest, assignment: str) -> HttpResponse:
    row = _found(request, assignment)
    lock_on_post(request, row)
    if not EndForm(request.POST, initial=AssignmentForm.initial_from(row, Tree())).is_valid():
        messages.error(request, STALE)
        return redirect("directory:assignment_correct", row.reference)
    with refusals_as_messages(request):
        messages.success(request, end(row, by=request.user))
    return redirect("directory:agent_detail", row.agent.reference)


def _found(request: AgentRequest, reference: str) -> Assignment:
    """Leave out assignments of projects, which are written in their spaces."""
    rows = Assignment.objects.visible_to(request.user).for_list()
    row = get_object_or_404(rows, project=None, agent__in=agents_for(request.user), reference=reference)
    if not can_keep_directory(request.user):
        raise PermissionDenied(NOT_ALLOWED)
    return row
