"""The group's file of software: what its pages ask and show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect

from core.documents.fields import DocumentField, UploadFormMixin
from core.documents.limits import MEGABYTE, Limits
from core.imports.views import ERASED, ImportPages, lists_of
from core.people.requests import AgentRequest
from core.ui.french import spaced
from core.ui.once import OneTimeForm
from manuals.importing.actions import software_import
from manuals.importing.apply import report_of
from manuals.importing.parser import LABELS
from manuals.importing.plan import CHANGED, CREATED, REFUSED, SAME
from manuals.models import SoftwareImport

LIST_LIMITS = Limits(5 * MEGABYTE, ("csv", "text", "xlsx"))
COLUMN = "colonne"
# What the page shows one at a time: its word in the address, its title, and which lines.
LISTS: dict[str, tuple[str, Any]] = {
    "refusees": ("lignes refusées", lambda line: line["outcome"] == REFUSED),
    "nouveaux": ("nouveaux progiciels", lambda line: line["outcome"] == CREATED),
    "changes": ("fiches changées", lambda line: line["outcome"] == CHANGED),
    "signalees": (
        "lignes corrigées ou laissées en partie",
        lambda line: line["notes"] and line["outcome"] != REFUSED,
    ),
}
COUNTS = {
    CREATED: "nouveaux progiciels",
    CHANGED: "fiches changées",
    SAME: "inchangées",
    REFUSED: "lignes refusées",
}
OUTCOMES = {CREATED: "nouveau", CHANGED: "changée", SAME: "inchangée", REFUSED: "refusée"}


class ImportForm(UploadFormMixin, OneTimeForm):
    file = DocumentField(
        label="Fichier des progiciels",
        limits=LIST_LIMITS,
        help_text=spaced("Une ligne par progiciel, avec les noms des colonnes au-dessus : au moins le nom."),
        error_messages={"required": "Choisissez le fichier des progiciels."},
    )


class ConfirmForm(forms.Form):
    """Confirm a preview with the field of each column: the page has as many lists as the file has columns."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def clean(self) -> dict[str, Any]:
        return {**(super().clean() or {}), "columns": _columns(self.data)}


class SoftwareImportPages(ImportPages[SoftwareImport]):
    steps = software_import
    confirm_form = ConfirmForm
    report_header = ("ligne", "progiciel", "suite", "changements", "remarques")

    def form(self, request: AgentRequest, *data: Any) -> forms.Form:
        return ImportForm(*data, by=request.user)

    def start(self, request: AgentRequest, given: dict[str, Any]) -> SoftwareImport:
        return software_import.begin(given["file"], by=request.user, submission_key=given["submission_key"])

    def shown(self, started: SoftwareImport, request: AgentRequest) -> dict[str, Any]:
        shown: dict[str, Any] = {}
        report = started.report
        if started.is_ready:
            asked, query = _columns(request.POST or request.GET), request.GET.copy()
            titles, columns = software_import.titles(started, columns=asked)
            query.setlist(COLUMN, asked or [])
            shown = {
                "columns": list(zip(titles, columns, strict=True)),
                "choices": [("", "ne pas lire"), *LABELS.items()],
                "query": query,
            }
            try:
                plan = software_import.preview(started, columns=asked)
            except ValidationError as error:
                return shown | {"fault": error.messages[0]}
            report = report_of(plan)
            shown |= {"digest": plan.digest, "is_idle": plan.is_idle}
        if started.state == SoftwareImport.State.DONE and not report:
            return {"notes": [ERASED]}
        if not report:
            return shown
        return shown | {
            "counts": [(label, report["counts"][name]) for name, label in COUNTS.items()],
            "notes": report["notes"],
            "lists": lists_of(LISTS, report["lines"]),
        }

    def report_rows(self, started: SoftwareImport, request: AgentRequest) -> Iterator[list[Any]]:
        """Every line that was not already right."""
        report = started.report
        if started.is_ready:
            report = report_of(software_import.preview(started, columns=_columns(request.GET)))
        return _rows_of(report)

    def _confirm(self, request: AgentRequest, started: SoftwareImport) -> HttpResponse:
        if "relire" in request.POST:
            chosen = [(COLUMN, name) for name in _columns(request.POST) or []]
            return redirect(f"{started.get_absolute_url()}?{urlencode(chosen)}")
        return super()._confirm(request, started)


pages = SoftwareImportPages()


def _columns(data: Any) -> list[str] | None:
    """The field chosen for each column, in order; None when nothing was chosen."""
    asked: list[str] = data.getlist(COLUMN)
    return asked or None


def _rows_of(report: dict[str, Any]) -> Iterator[list[Any]]:
    for line in report.get("lines", []):
        changes = ", ".join(f"{label} : {before} → {after}" for label, before, after in line["changes"])
        yield [line["line"], line["name"], OUTCOMES[line["outcome"]], changes, " ".join(line["notes"])]
