"""A SCDL file sent by the secretary: what its pages show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest

from core.documents.fields import DocumentField, UploadFormMixin
from core.documents.limits import EVERYDAY, Limits
from core.documents.serving import Held
from core.imports.views import ImportPages
from core.people.requests import AgentRequest
from core.web.idempotency import OneTimeForm
from deliberations.models import Import, ImportLine
from imports.scdl.actions import scdl_import
from imports.scdl.importer import count_rows

HEADER = ["ligne", "identifiant", "sort", "détail"]
# A spreadsheet's « CSV » is now and then called .txt.
SCDL_FILE = Limits(EVERYDAY.largest, kinds=("csv", "text"))
# The lists of a report: its name in the address → its label, the counts that it has, its condition.
LISTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "refusees": ("lignes refusées", "refused", {"outcome": ImportLine.Outcome.REFUSED}),
    "reparees": ("lignes réparées", "repaired", {"is_repaired": True}),
    "corrigees": ("lignes corrigées", "changed", {"outcome": ImportLine.Outcome.CHANGED}),
}


class ImportForm(UploadFormMixin, OneTimeForm):
    file = DocumentField(
        label="Fichier SCDL des délibérations",
        limits=SCDL_FILE,
        help_text="Celui que la commune publie en données ouvertes, ou l’export de l’ancien logiciel.",
    )


class ScdlImportPages(ImportPages[Import]):
    steps, import_form = scdl_import, ImportForm
    report_header = HEADER

    def shown(self, started: Import, request: AgentRequest) -> dict[str, Any]:
        if started.state == Import.State.UNREADABLE:
            return {}
        remarks = started.remarks
        return {
            "counts": count_rows(started, is_forecast=started.is_ready),
            "notes": started.notes,
            "is_idle": not (started.created or started.changed),
            "sample": [*map(_dated, started.sample)] if started.is_ready else [],
            "lists": {
                word: (label, getattr(started, count), remarks.filter(**condition))
                for word, (label, count, condition) in LISTS.items()
            },
        }

    def report_rows(self, started: Import, request: AgentRequest) -> Iterator[list[Any]]:
        """Every refused line."""
        refused = started.remarks.filter(outcome=ImportLine.Outcome.REFUSED).order_by("line")
        for row in refused.iterator(2000):
            yield [row.line, row.identifier, row.get_outcome_display(), row.words]


pages = ScdlImportPages()


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"on": date.fromisoformat(row["adopted_on"])} if "adopted_on" in row else row


def held_file(request: HttpRequest, imported: str) -> Held:
    started = pages.found(request, imported)
    return Held(started.document, str(started), started.get_absolute_url())
