from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from core.history.entries import history_of
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.ui.french import spaced
from core.ui.once import create_once
from core.ui.pagination import paginate
from core.ui.refusals import add_refusal, refusals_in
from core.ui.spreadsheets import table_response
from core.ui.stale_forms import atomic_post, lock_on_post
from manuals import policies
from manuals.actions import NOT_KEEPER
from manuals.follow_ups import actions
from manuals.follow_ups.forms import (
    FollowUpChangeForm,
    FollowUpCloseForm,
    FollowUpFilterForm,
    FollowUpOpenForm,
)
from manuals.models import FollowUp
from manuals.view_shortcuts import kept_software

COLUMNS = [
    "Progiciel",
    "Direction",
    "Problème",
    "Ce qu’il faut faire",
    "Qui s’en charge",
    "Pour le",
    "Ouverte par",
    "Ouverte le",
    "Close par",
    "Close le",
    "Résultat",
]


def rows_of(follow_ups: Iterable[FollowUp]) -> Iterator[list[Any]]:
    return (
        [
            each.software.name,
            each.software.owner.name,
            each.get_problem_display(),
            each.what,
            str(each.assigned_to),
            each.due_on,
            str(each.opened_by),
            each.opened_at,
            str(each.closed_by or ""),
            each.closed_at,
            each.result,
        ]
        for each in follow_ups
    )


ALREADY_CLOSED = "Cette suite est déjà close."


@require_safe
def follow_up_list(request: AgentRequest) -> HttpResponse:
    """List follow-ups of all the software; every agent reads it."""
    filters = FollowUpFilterForm.from_query(request.GET)
    page = paginate(filters.filter(FollowUp.objects.all()).for_list(), request)
    context = {"page": page, "filters": filters, "follow_ups": with_abilities(page, request.user)}
    return render(request, "manuals/follow_ups/follow_up_list.html", context)


@require_safe
def follow_up_export(request: AgentRequest) -> FileResponse:
    """The list as it is filtered, whole."""
    filters = FollowUpFilterForm.from_query(request.GET)
    rows = list(filters.filter(FollowUp.objects.all()).for_list())
    # Read before it leaves: the read-only transaction is over by the time that the lines are sent.
    return table_response(COLUMNS, rows_of(rows), name="suites-a-donner", form="csv")


def with_abilities(follow_ups: Iterable[FollowUp], agent: Agent) -> list[tuple[FollowUp, dict[str, bool]]]:
    """Each with what this person may do to it."""
    return [(each, policies.follow_up_abilities(agent, each)) for each in follow_ups]


def follow_up_open(request: AgentRequest, reference: str) -> HttpResponse:
    software = kept_software(request.user, reference)
    # The button of each problem's part, where the overview leads, says for which one.
    form = FollowUpOpenForm(request.POST or None, initial={"problem": request.GET.get("problem")})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("submission_key")
        mine = FollowUp.objects.filter(opened_by=request.user)
        try:
            follow_up, is_new = create_once(
                mine,
                key,
                lambda key: actions.open_follow_up(software, by=request.user, submission_key=key, **data),
            )
        except ValidationError as error:
            add_refusal(form, error)
        else:
            told = spaced(f"La suite est ouverte : {follow_up.assigned_to} s’en charge.")
            messages.success(
                request, told if is_new else spaced("Cette suite était déjà ouverte : la voici.")
            )
            return redirect(follow_up)
    context = {"form": form, "software": software}
    return render(request, "manuals/follow_ups/follow_up_open.html", context)


@atomic_post
def follow_up_change(request: AgentRequest, follow_up: str) -> HttpResponse:
    """Another person or another day."""
    row = _follow_up(follow_up)
    if not policies.can_keep(request.user, row.software):
        raise PermissionDenied(NOT_KEEPER)
    if request.method != "POST" and not row.is_open:
        raise PermissionDenied(ALREADY_CLOSED)
    lock_on_post(request, row)
    form = FollowUpChangeForm(request.POST or None, initial=FollowUpChangeForm.initial_for(row))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            row = actions.change_follow_up(row, by=request.user, **form.cleaned_data)
            messages.success(request, f"{row.assigned_to} s’en charge.")
            return redirect(row)
    return render(request, "manuals/follow_ups/follow_up_change.html", {"form": form, "follow_up": row})


@atomic_post
def follow_up_close(request: AgentRequest, follow_up: str) -> HttpResponse:
    row = _follow_up(follow_up)
    if not policies.can_work_on(request.user, row):
        raise PermissionDenied(actions.NOT_CLOSER)
    if request.method != "POST" and not row.is_open:
        raise PermissionDenied(ALREADY_CLOSED)
    form = FollowUpCloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.close_follow_up(row, by=request.user, **form.cleaned_data)
            messages.success(request, "La suite est close, et son résultat se lit sur la page du progiciel.")
            return redirect(row)
    context = {"form": form, "follow_up": row, "entries": history_of(row)}
    return render(request, "manuals/follow_ups/follow_up_close.html", context)


def _follow_up(reference: str) -> FollowUp:
    rows = FollowUp.objects.select_related("software", "assigned_to", "opened_by")
    return get_object_or_404(rows, reference=reference)
