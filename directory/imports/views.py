"""The human resources' file: what its pages ask and show."""

from __future__ import annotations

from typing import Any

from django import forms

from core.documents.fields import DocumentField, UploadFormMixin
from core.documents.limits import MEGABYTE, Limits
from core.french import spaced
from core.imports.planning import PlannedImportPages, SeenForm
from core.people.requests import AgentRequest
from core.web.idempotency import OneTimeForm
from directory.imports.apply import agents_import
from directory.imports.plan import LEAVER
from directory.models import AgentImport

LIST_LIMITS = Limits(10 * MEGABYTE, ("csv", "text"))


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


class ConfirmForm(SeenForm):
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


class AgentImportPages(PlannedImportPages[AgentImport]):
    steps = agents_import
    import_form, confirm_form = ImportForm, ConfirmForm
    report_header = ("ligne", "matricule", "agent", "suite", "changements", "remarques")

    def report_of(self, started: AgentImport, request: AgentRequest) -> dict[str, Any]:
        """Reports of before held those whom the file does not name apart."""
        report = super().report_of(started, request)
        for leaver in report.pop("leavers", ()):
            line = {
                "line": 0,
                "outcome": LEAVER,
                "changes": [],
                "notes": [leaver["kept"]] if leaver["kept"] else [],
            }
            report["lines"].append(leaver | line)
        return report


pages = AgentImportPages()
