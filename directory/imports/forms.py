"""The human resources' file, and what its import may do."""

from __future__ import annotations

from django import forms

from core.documents.fields import DocumentField, UploadFormMixin
from core.documents.limits import MEGABYTE, Limits
from core.ui.once import OneTimeForm

LIST_LIMITS = Limits(10 * MEGABYTE, ("csv", "text"))


class ImportForm(UploadFormMixin, OneTimeForm):
    file = DocumentField(
        label="Fichier des agents",
        limits=LIST_LIMITS,
        help_text=(
            "L’export CSV de l’outil des ressources humaines, tel quel\u00a0: une ligne par agent, avec au moins le "
            "matricule, le nom et le prénom."
        ),
        error_messages={"required": "Choisissez le fichier exporté."},
    )


class ConfirmForm(forms.Form):
    """What an import does beyond creating and correcting is asked for, box by box."""

    deactivate_leavers = forms.BooleanField(
        label="Fermer les comptes des agents absents du fichier",
        required=False,
        help_text=(
            "Seulement si le fichier contient toute la ville. Rien n’est supprimé\u00a0: les comptes se rouvrent."
        ),
    )
    confirm_many = forms.BooleanField(
        label="Oui, fermer plus de 5\u00a0% des comptes d’un coup",
        required=False,
        help_text="À cocher seulement après avoir relu la liste des absents.",
    )
    reopen = forms.BooleanField(
        label="Rouvrir les comptes fermés des agents qui sont de nouveau dans le fichier", required=False
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
