"""The human resources' file: dropped, read as it would be carried out, confirmed or abandoned."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core.people.requests import AgentRequest
from core.ui.once import create_once
from core.ui.pagination import Page, page_number, paginate
from core.ui.refusals import refusals_as_messages, refusals_in
from core.ui.spreadsheets import table_response
from directory.imports import actions
from directory.imports.apply import check_importer, report_of
from directory.imports.forms import ConfirmForm, ImportForm
from directory.models import AgentImport

LINES_SHOWN = 50
# What the page shows one at a time: its word in the address, its title, and which lines.
LISTS: dict[str, tuple[str, Any]] = {
    "refusees": ("Lignes refusées", lambda line: line["outcome"] == "refused"),
    "arrivees": ("Nouveaux agents", lambda line: line["outcome"] == "created"),
    "changees": ("Fiches changées", lambda line: line["outcome"] == "changed"),
    "signalees": (
        "Lignes corrigées ou signalées",
        lambda line: line["notes"] and line["outcome"] != "refused",
    ),
}


def import_create(request: AgentRequest) -> HttpResponse:
    """Drop a file; below, the earlier imports."""
    check_importer(request.user)
    is_post = request.method == "POST"
    form = ImportForm(request.POST if is_post else None, request.FILES if is_post else None, by=request.user)
    if is_post:
        is_valid = form.is_valid()
        key = form.cleaned_data.get("submission_key")
        mine = AgentImport.objects.filter(by=request.user)
        # The form sent twice: its file has already become an import.
        if earlier := mine.filter(submission_key=key).first() if key else None:
            return redirect(earlier)
        if is_valid:
            upload = form.cleaned_data["file"]
            with refusals_in(form, "file"):
                begun, _ = create_once(
                    mine,
                    form.cleaned_data["submission_key"],
                    lambda key: actions.begin(by=request.user, upload=upload, submission_key=key),
                )
                return redirect(begun)
    page = paginate(AgentImport.objects.visible_to(request.user).newest_first(), request)
    return render(request, "directory/import_create.html", {"form": form, "page": page})


def import_detail(request: AgentRequest, file: str) -> HttpResponse:
    """What the import would do, or has done; its button confirms."""
    found = _found(request, file)
    if request.method != "POST":
        return _detail(request, found, ConfirmForm())
    form = ConfirmForm(request.POST)
    if form.is_valid():
        try:
            actions.confirm(found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            found.refresh_from_db()
            if not found.is_waiting:
                messages.error(request, error.messages[0])
                return redirect(found)
            form.add_error(None, error)
        else:
            messages.success(request, "L’import est fait\u00a0: voici ce qui a changé.")
            return redirect(found)
    return _detail(request, found, form)


@require_POST
def import_abandon(request: AgentRequest, file: str) -> HttpResponse:
    found = _found(request, file)
    with refusals_as_messages(request):
        actions.abandon(found, by=request.user)
        messages.success(request, "L’import est abandonné, et le fichier effacé. Rien n’a changé.")
    return redirect("directory:import_create")


def import_report(request: AgentRequest, file: str) -> FileResponse:
    """Every line that was not already right, for a spreadsheet."""
    found = _found(request, file)
    try:
        report = _report(request, found)
    except ValidationError as error:
        raise Http404 from error
    if not report:
        raise Http404
    header = ["ligne", "matricule", "agent", "suite", "changements", "remarques"]
    return table_response(header, _rows_of(report), name=f"import-{found.reference}", form="csv")


def _rows_of(report: dict[str, Any]) -> Iterator[list[Any]]:
    for line in report["lines"]:
        changes = ", ".join(f"{label} : {before} → {after}" for label, before, after in line["changes"])
        outcome, notes = OUTCOMES[line["outcome"]], " ".join(line["notes"])
        yield [line["line"], line["number"], line["name"], outcome, changes, notes]
    for leaver in report["leavers"]:
        yield ["", leaver["number"], leaver["name"], "absent du fichier", "", leaver["kept"]]


OUTCOMES = {"created": "nouveau", "changed": "changée", "same": "inchangée", "refused": "refusée"}


def _found(request: AgentRequest, file: str) -> AgentImport:
    found = AgentImport.objects.visible_to(request.user).select_related("by", "file")
    return get_object_or_404(found, reference=file)


def _report(request: AgentRequest, found: AgentImport) -> dict[str, Any]:
    """What is kept of it once done; before, what would be."""
    if not found.is_waiting:
        return found.report
    plan = actions.preview(found, by=request.user)
    extra = {"digest": plan.digest, "is_many": plan.is_many, "is_idle": plan.is_idle}
    return report_of(plan, deactivate_leavers=False, reopen=False) | extra


def _detail(request: AgentRequest, found: AgentImport, form: ConfirmForm) -> HttpResponse:
    fault = ""
    try:
        report = _report(request, found)
    except ValidationError as error:
        report, fault = {}, error.messages[0]
    asked = request.GET.get("voir", "")
    lines = report.get("lines", [])
    counts = {word: sum(1 for line in lines if keeps(line)) for word, (_, keeps) in LISTS.items()}
    chosen = asked if asked in LISTS else next((word for word in LISTS if counts[word]), "")
    shown = [line for line in lines if chosen and LISTS[chosen][1](line)]
    number = page_number(request)
    start = (number - 1) * LINES_SHOWN
    if start >= len(shown):
        number, start = 1, 0
    end = start + LINES_SHOWN
    context = {
        "found": found,
        "report": report,
        "fault": fault,
        "form": form,
        "lists": [(word, title, counts[word]) for word, (title, _) in LISTS.items() if counts[word]],
        "chosen": chosen,
        "chosen_title": LISTS[chosen][0] if chosen else "",
        "page": Page(shown[start:end], number, len(shown), len(shown) > end),
    }
    return render(request, "directory/import_detail.html", context)
