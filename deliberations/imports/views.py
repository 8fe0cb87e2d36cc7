"""A SCDL file sent by the secretary: upload, preview, confirm, report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core.documents.serving import Held
from core.history.entries import history_of
from core.people.requests import AgentRequest, agent_of
from core.ui.french import NBSP, count_of
from core.ui.once import create_once
from core.ui.pagination import paginate
from core.ui.refusals import refusals_as_messages
from core.ui.spreadsheets import table_response
from deliberations.access import can_prepare, check_secretary
from deliberations.imports import actions, reporting
from deliberations.imports.forms import ImportForm
from deliberations.models import Import, ImportLine

LINES_A_PAGE = 50
LINES_A_STATEMENT = 2000
# The lists of a report: its name in the address → its label, the counts that it has, its condition.
LISTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "refusees": ("refusées", "refused", {"outcome": ImportLine.Outcome.REFUSED}),
    "reparees": ("réparées", "mended", {"is_mended": True}),
    "corrigees": ("corrigées", "changed", {"outcome": ImportLine.Outcome.CHANGED}),
}


def import_create(request: AgentRequest) -> HttpResponse:
    """The form, and the earlier imports below it."""
    check_secretary(request.user)
    is_post = request.method == "POST"
    form = ImportForm(*((request.POST, request.FILES) if is_post else ()), by=request.user)
    if is_post and form.is_valid():
        started, is_new = create_once(
            Import.objects.filter(created_by=request.user),
            form.cleaned_data["submission_key"],
            lambda key: actions.begin(form.cleaned_data["file"], by=request.user, submission_key=key),
        )
        if not is_new:
            messages.info(request, f"Ce fichier est déjà envoyé{NBSP}: le voici.")
        return redirect(started)
    imports = Import.objects.select_related("document", "created_by").newest_first()
    context = {"form": form, "page": paginate(imports, request)}
    return render(request, "deliberations/import_create.html", context)


def import_detail(request: AgentRequest, reference: str) -> HttpResponse:
    """The progress, then the preview, then the report."""
    started = _import(request, reference)
    if request.headers.get("HX-Request"):
        return _progress(request, started)
    asked = request.GET.get("lignes", "")
    chosen = asked if asked in LISTS else _worst(started)
    label, _, condition = LISTS[chosen]
    context = {
        "started": started,
        "counts": reporting.count_rows(started, is_forecast=started.state == Import.State.READY),
        "sample": [_dated(row) for row in started.sample],
        "lists": [(name, label, getattr(started, count)) for name, (label, count, _) in LISTS.items()],
        "chosen": chosen,
        "chosen_label": label,
        "page": paginate(started.told.filter(**condition), request, size=LINES_A_PAGE),
        "entries": history_of(started),
    }
    return render(request, "deliberations/import_detail.html", context)


def _progress(request: AgentRequest, started: Import) -> HttpResponse:
    """The line that the page asks for again and again; the whole page once the work is over."""
    response = render(request, "deliberations/import_detail.html#progress", {"started": started})
    if not started.is_busy:
        response.headers["HX-Refresh"] = "true"
    return response


def _worst(started: Import) -> str:
    """What a person looks at first."""
    return next((name for name, (_, count, _) in LISTS.items() if getattr(started, count)), "refusees")


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"on": actions.day_of(row["adopted_on"])} if "adopted_on" in row else row


@require_POST
def import_confirm(request: AgentRequest, reference: str) -> HttpResponse:
    started = _import(request, reference)
    with refusals_as_messages(request):
        actions.confirm(started, by=request.user)
        started.refresh_from_db()
        if started.state == Import.State.DONE:
            told = count_of(started.created + started.changed, "délibération écrite", "délibérations écrites")
            messages.success(request, f"L’import est terminé{NBSP}: {told}.")
    return redirect(started)


@require_POST
def import_abandon(request: AgentRequest, reference: str) -> HttpResponse:
    started = _import(request, reference)
    with refusals_as_messages(request):
        actions.abandon(started, by=request.user)
        messages.success(request, "L’import est abandonné, rien n’a été écrit.")
    return redirect(started)


@require_POST
def import_resume(request: AgentRequest, reference: str) -> HttpResponse:
    started = _import(request, reference)
    with refusals_as_messages(request):
        actions.resume(started, by=request.user)
        messages.success(request, "L’import reprend.")
    return redirect(started)


def import_refusals(request: AgentRequest, reference: str) -> FileResponse:
    """Every refused line, for a spreadsheet."""
    started = _import(request, reference)
    name = f"lignes-refusees-{started.created_at:%Y-%m-%d}"
    response = table_response(reporting.HEADER, _refused_rows(started), name=name, form="csv")
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _refused_rows(started: Import) -> Iterator[list[Any]]:
    """A few lines at a time, each time by a statement of its own."""
    last = 0
    refused = started.told.filter(outcome=ImportLine.Outcome.REFUSED).order_by("line")
    while rows := list(refused.filter(line__gt=last)[:LINES_A_STATEMENT]):
        for row in rows:
            yield [row.line, row.identifier, row.get_outcome_display(), row.words]
        last = rows[-1].line


def held_file(request: HttpRequest, reference: str) -> Held:
    started = _import(request, reference)
    return Held(started.document, str(started), started.get_absolute_url())


def _import(request: HttpRequest, reference: str) -> Import:
    """Raises Http404 for anyone but the secretary."""
    if not can_prepare(agent_of(request)):
        raise Http404
    imports = Import.objects.select_related("document", "created_by", "confirmed_by")
    return get_object_or_404(imports, reference=reference)
