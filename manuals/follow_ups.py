"""Follow-ups of software problems: opened for somebody by a day, closed with their result; its row is its lock."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from operator import attrgetter, methodcaller
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.french import moment, of, spaced
from core.history.context import action_context
from core.history.entries import history_of
from core.notifications.actions import outdate
from core.people.fields import AgentField
from core.people.models import Agent, Direction
from core.people.requests import AgentRequest
from core.web.fields import DayField, OneLineField
from core.web.forms import FilterForm
from core.web.idempotency import OneTimeForm
from core.web.locks import lock_row
from core.web.pagination import paginate
from core.web.refusals import submitted
from core.web.spreadsheets import columns_response
from core.web.stale_forms import StaleCheckForm, atomic_post, lock_on_post
from manuals import notifications, policies
from manuals.actions import lock_software
from manuals.models import FollowUp, Problem, Software
from manuals.querysets import FollowUpQuerySet

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
    """The person who is to do it is notified, and finds it in what waits for them."""
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
    policies.check_keeper(by, follow_up.software)
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


class FollowUpFilterForm(FilterForm):
    """Filters of follow-ups; by default, the open ones."""

    problem = forms.ChoiceField(label="Problème", required=False, choices=[("", "Tous"), *Problem.choices])
    software = forms.ChoiceField(label="Progiciel", required=False)
    direction = forms.TypedChoiceField(label="Direction", required=False, coerce=int, empty_value=None)
    person = forms.TypedChoiceField(label="Qui s’en charge", required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "À faire"), ("late", "En retard"), ("closed", "Closes"), ("all", "Toutes")],
    )

    @classmethod
    def offered(cls) -> dict[str, list[Any]]:
        followed = FollowUp.objects.filter(software__owner=OuterRef("pk"))
        owners = Direction.objects.filter(Exists(followed)).by_name()
        charged = Agent.objects.filter(Exists(FollowUp.objects.filter(assigned_to=OuterRef("pk")))).by_name()
        software = Software.objects.filter(Exists(FollowUp.objects.filter(software=OuterRef("pk")))).by_name()
        return {
            "software": [("", "Tous"), *software.values_list("reference", "name")],
            "direction": [("", "Toutes"), *owners.values_list("pk", "name")],
            "person": [("", "Tout le monde"), *((agent.pk, str(agent)) for agent in charged)],
        }

    def filter(self, follow_ups: FollowUpQuerySet) -> FollowUpQuerySet:
        asked = self.cleaned_data
        if asked["state"] == "late":
            follow_ups = follow_ups.late(on=timezone.localdate())
        elif asked["state"] == "closed":
            follow_ups = follow_ups.closed()
        elif not asked["state"]:
            follow_ups = follow_ups.open()
        fields = {
            "problem": "problem",
            "software__reference": "software",
            "software__owner": "direction",
            "assigned_to": "person",
        }
        return follow_ups.filter(**{field: asked[name] for field, name in fields.items() if asked[name]})


class HandOverForm(forms.Form):
    assigned_to = AgentField(
        label="Qui s’en charge",
        help_text="Prénom et nom, ou identifiant. Cette personne est prévenue.",
        error_messages={"required": "Dites qui s’en charge."},
    )
    due_on = DayField(label="Pour le", error_messages={"required": "Dites pour quel jour."})


class FollowUpOpenForm(OneTimeForm, HandOverForm):
    problem = forms.ChoiceField(
        label="Pour quel problème",
        choices=Problem.choices,
        error_messages={"required": "Choisissez l’un des trois problèmes."},
    )
    what = OneLineField(
        label="Ce qu’il faut faire",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une chose que l’on saura faite. 300 caractères au plus.",
        error_messages={"required": spaced("Dites ce qu’il faut faire : une phrase suffit.")},
    )

    field_order = ["problem", "what", "assigned_to", "due_on"]


class FollowUpChangeForm(StaleCheckForm, HandOverForm):
    pass


class FollowUpCloseForm(forms.Form):
    """Close a follow-up without a stamp: the second person learns who was first."""

    result = OneLineField(
        label="Ce que cela a donné",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ce qui est fait, ce qui reste vrai, ce que l’on a appris. 500 caractères au plus.",
        error_messages={"required": "Dites ce que cela a donné avant de clore."},
    )


COLUMNS: list[tuple[str, Callable[[Any], Any]]] = [
    ("Progiciel", attrgetter("software.name")),
    ("Direction", attrgetter("software.owner.name")),
    ("Problème", methodcaller("get_problem_display")),
    ("Ce qu’il faut faire", attrgetter("what")),
    ("Qui s’en charge", attrgetter("assigned_to")),
    ("Pour le", attrgetter("due_on")),
    ("Ouverte par", attrgetter("opened_by")),
    ("Ouverte le", attrgetter("opened_at")),
    ("Close par", attrgetter("closed_by")),
    ("Close le", attrgetter("closed_at")),
    ("Résultat", attrgetter("result")),
]
ALREADY_CLOSED = "Cette suite est déjà close."


@require_safe
def follow_up_list(request: AgentRequest) -> HttpResponse:
    filters = FollowUpFilterForm.reading(request.GET)
    page = paginate(filters.filter(FollowUp.objects.all()).for_list(), request)
    context = {"page": page, "filters": filters, "follow_ups": with_abilities(page, request.user)}
    return render(request, "manuals/follow_ups/follow_up_list.html", context)


@require_safe
def follow_up_export(request: AgentRequest) -> FileResponse:
    filters = FollowUpFilterForm.reading(request.GET)
    rows = list(filters.filter(FollowUp.objects.all()).for_list())
    # Read before it leaves: the read-only transaction is over by the time that the lines are sent.
    return columns_response(COLUMNS, rows, name="suites-a-donner", form="csv")


def with_abilities(follow_ups: Iterable[FollowUp], agent: Agent) -> list[tuple[FollowUp, dict[str, bool]]]:
    """Each with what this person may do to it."""
    return [(each, policies.follow_up_abilities(agent, each)) for each in follow_ups]


def follow_up_open(request: AgentRequest, reference: str) -> HttpResponse:
    software = policies.kept_software(request.user, reference)
    # The button of each problem's part, where the overview leads, says for which one.
    form = FollowUpOpenForm(request.POST or None, initial={"problem": request.GET.get("problem")})
    follow_up = submitted(
        request,
        form,
        partial(open_follow_up, software, by=request.user),
        done=lambda new: f"La suite est ouverte : {new.assigned_to} s’en charge.",
        mine=FollowUp.objects.filter(opened_by=request.user),
        again="Cette suite était déjà ouverte : la voici.",
    )
    if follow_up:
        return redirect(follow_up)
    context = {"form": form, "software": software}
    return render(request, "manuals/follow_ups/follow_up_open.html", context)


@atomic_post
def follow_up_change(request: AgentRequest, follow_up: str) -> HttpResponse:
    row = _follow_up(follow_up)
    policies.check_keeper(request.user, row.software)
    if request.method != "POST" and not row.is_open:
        raise PermissionDenied(ALREADY_CLOSED)
    lock_on_post(request, row)
    form = FollowUpChangeForm(request.POST or None, initial=FollowUpChangeForm.initial_for(row))
    action = partial(change_follow_up, row, by=request.user)
    if submitted(request, form, action, done=lambda new: f"{new.assigned_to} s’en charge."):
        return redirect(row)
    return render(request, "manuals/follow_ups/follow_up_change.html", {"form": form, "follow_up": row})


@atomic_post
def follow_up_close(request: AgentRequest, follow_up: str) -> HttpResponse:
    row = _follow_up(follow_up)
    if not policies.can_work_on(request.user, row):
        raise PermissionDenied(NOT_CLOSER)
    if request.method != "POST" and not row.is_open:
        raise PermissionDenied(ALREADY_CLOSED)
    form = FollowUpCloseForm(request.POST or None)
    done = "La suite est close, et son résultat se lit sur la page du progiciel."
    if submitted(request, form, partial(close_follow_up, row, by=request.user), done=done):
        return redirect(row)
    context = {"form": form, "follow_up": row, "entries": history_of(row)}
    return render(request, "manuals/follow_ups/follow_up_close.html", context)


def _follow_up(reference: str) -> FollowUp:
    rows = FollowUp.objects.select_related("software", "assigned_to", "opened_by")
    return get_object_or_404(rows, reference=reference)
