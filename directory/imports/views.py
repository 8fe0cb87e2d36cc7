"""The human resources' file: what its pages ask and show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import Http404

from core.documents.fields import DocumentField, UploadFormMixin
from core.documents.limits import MEGABYTE, Limits
from core.imports.views import ERASED, ImportPages, lists_of
from core.people.requests import AgentRequest
from core.ui.french import spaced
from core.ui.once import OneTimeForm
from directory.imports.actions import agents_import
from directory.imports.apply import report_of
from directory.models import AgentImport

LIST_LIMITS = Limits(10 * MEGABYTE, ("csv", "text"))
# What the page shows one at a time: its word in the address, its title, and which lines.
LISTS: dict[str, tuple[str, Any]] = {
    "refusees": ("lignes refusées", lambda line: line["outcome"] == "refused"),
    "arrivees": ("nouveaux agents", lambda line: line["outcome"] == "created"),
    "changees": ("fiches changées", lambda line: line["outcome"] == "changed"),
    "signalees": (
        "lignes corrigées ou signalées",
        lambda line: line["notes"] and line["outcome"] != "refused",
    ),
}
COUNTS = {
    "created": "nouveaux agents",
    "changed": "fiches changées",
    "same": "inchangées",
    "refused": "lignes refusées",
    "assigned": "affectations ajoutées",
    "reassigned": "affectations finies ou corrigées",
    "leavers": "absents du fichier",
    "closed": "comptes fermés",
    "opened": "comptes rouverts",
}
OUTCOMES = {"created": "nouveau", "changed": "changée", "same": "inchangée", "refused": "refusée"}


class ImportForm(UploadFormMixin, OneTimeForm):
    file = DocumentField(
        label="Fichier des agents",
        limits=LIST_LIMITS,
        help_text=spaced(
            "L’export CSV de l’outil des ressources humaines, tel quel : une ligne par agent, avec au moins le "
            "matricule, le nom et le prénom."
        ),
        error_messages={"required": "Choisissez le fichier exporté."},
    )


class ConfirmForm(forms.Form):
    """Options of an import beyond creating and correcting, box by box."""

    deactivate_leavers = forms.BooleanField(
        label="Fermer les comptes des agents absents du fichier",
        required=False,
        help_text=spaced(
            "Seulement si le fichier contient toute la ville. Rien n’est supprimé : les comptes se rouvrent."
        ),
    )
    confirm_many = forms.BooleanField(
        label=spaced("Oui, fermer plus de 5 % des comptes d’un coup"),
        required=False,
        help_text="À cocher seulement après avoir relu la liste des absents.",
    )
    reopen = forms.BooleanField(
        label="Rouvrir les comptes fermés des agents qui sont de nouveau dans le fichier", required=False
    )
    create_directions = forms.BooleanField(
        label="Créer les directions qui manquent",
        required=False,
        help_text=spaced(
            "Celles que le fichier nomme et que l’annuaire n’a pas, sous la direction générale. "
            "Relisez leurs noms : une faute de frappe ferait une direction de trop."
        ),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class AgentImportPages(ImportPages[AgentImport]):
    steps = agents_import
    confirm_form = ConfirmForm
    report_header = ("ligne", "matricule", "agent", "suite", "changements", "remarques")

    def form(self, request: AgentRequest, *data: Any) -> forms.Form:
        return ImportForm(*data, by=request.user)

    def start(self, request: AgentRequest, given: dict[str, Any]) -> AgentImport:
        return agents_import.begin(given["file"], by=request.user, submission_key=given["submission_key"])

    def shown(self, started: AgentImport, request: AgentRequest) -> dict[str, Any]:
        report = self._report(started, request)
        if not report:
            return {"notes": [ERASED] if started.state == AgentImport.State.DONE else []}
        return {
            "report": report,
            "counts": [
                (label, report["counts"][name]) for name, label in COUNTS.items() if name in report["counts"]
            ],
            "notes": report["notes"],
            "is_idle": report.get("is_idle"),
            "lists": lists_of(LISTS, report["lines"]),
        }

    def report_rows(self, started: AgentImport, request: AgentRequest) -> Iterator[list[Any]]:
        """Every line that was not already right."""
        report = self._report(started, request)
        if not report:
            raise Http404
        return _rows_of(report)

    def _report(self, started: AgentImport, request: AgentRequest) -> dict[str, Any]:
        """Return the stored report once done, or a preview before."""
        if not started.is_ready:
            return started.report
        plan = agents_import.preview(started, by=request.user)
        report = report_of(plan, deactivate_leavers=False, reopen=False)
        for name in ("closed", "opened"):
            report["counts"].pop(name, None)
        report |= {"digest": plan.digest, "is_many": plan.is_many, "is_idle": plan.is_idle}
        return report | {"missing": plan.missing}


pages = AgentImportPages()


def _rows_of(report: dict[str, Any]) -> Iterator[list[Any]]:
    for line in report["lines"]:
        changes = ", ".join(f"{label} : {before} → {after}" for label, before, after in line["changes"])
        outcome, notes = OUTCOMES[line["outcome"]], " ".join(line["notes"])
        yield [line["line"], line["number"], line["name"], outcome, changes, notes]
    for leaver in report["leavers"]:
        yield ["", leaver["number"], leaver["name"], "absent du fichier", "", leaver["kept"]]
