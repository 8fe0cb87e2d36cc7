"""The group's file of software: what its pages ask and show."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect

from core.documents.fields import DocumentField, UploadFormMixin
from core.documents.limits import MEGABYTE, Limits
from core.french import spaced
from core.imports.planning import PlannedImportPages, SeenForm
from core.people.requests import AgentRequest
from core.web.idempotency import OneTimeForm
from imports.software.actions import software_import
from imports.software.plan import LABELS, chosen_columns, parse
from manuals.models import SoftwareImport

LIST_LIMITS = Limits(5 * MEGABYTE, ("csv", "text", "xlsx"))
COLUMN = "colonne"


class ImportForm(UploadFormMixin, OneTimeForm):
    file = DocumentField(
        label="Fichier des progiciels",
        limits=LIST_LIMITS,
        help_text=spaced("Une ligne par progiciel, avec les noms des colonnes au-dessus : au moins le nom."),
        error_messages={"required": "Choisissez le fichier des progiciels."},
    )


class ConfirmForm(SeenForm):
    """Confirm a preview with the field of each column: the page has as many lists as the file has columns."""

    def clean(self) -> dict[str, Any]:
        return {**(super().clean() or {}), "columns": _columns(self.data)}


class SoftwareImportPages(PlannedImportPages[SoftwareImport]):
    steps = software_import
    import_form, confirm_form = ImportForm, ConfirmForm
    report_header = ("ligne", "progiciel", "suite", "changements", "remarques")

    def shown(self, started: SoftwareImport, request: AgentRequest) -> dict[str, Any]:
        if not started.is_ready:
            return super().shown(started, request)
        asked, query = _columns(request.POST or request.GET), request.GET.copy()
        sheet = parse(software_import.data_of(started))
        query.setlist(COLUMN, asked or [])
        shown: dict[str, Any] = {
            "columns": list(zip(sheet.titles, chosen_columns(sheet, asked), strict=True)),
            "choices": [("", "ne pas lire"), *LABELS.items()],
            "query": query,
        }
        try:
            return shown | super().shown(started, request)
        except ValidationError as error:
            return shown | {"fault": error.messages[0]}

    def options(self, request: AgentRequest) -> dict[str, Any]:
        return {"columns": _columns(request.POST or request.GET)}

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
