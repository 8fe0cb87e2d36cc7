from __future__ import annotations

from typing import Any

from django import forms

from core.documents.fields import DocumentsField, UploadFormMixin
from core.documents.limits import EVERYDAY
from core.people.models import Project
from core.people.ordering import alphabetical
from core.ui.fields import OneLineField
from core.ui.french import spaced
from core.ui.once import OneTimeForm
from core.ui.stale_forms import StaleCheckForm
from spaces.files.actions import FOLDER_GONE
from spaces.models import FOLDER_LENGTH, File, Folder


class _InFolderForm(forms.Form):
    """Its `folder` is one of the project's, or none."""

    folder = forms.ModelChoiceField(
        Folder.objects.none(),
        label="Dossier",
        required=False,
        empty_label="Aucun dossier",
        to_field_name="reference",
        error_messages=dict.fromkeys(("invalid_choice", "invalid_pk_value"), FOLDER_GONE),
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        folder = self.fields["folder"]
        assert isinstance(folder, forms.ModelChoiceField)
        folder.queryset = project.folders.order_by(*alphabetical("name"))


class FilesForm(UploadFormMixin, _InFolderForm):
    """Each file is kept once: what waits for the form becomes one document, however often it is sent."""

    uploads = DocumentsField(
        label="Fichiers",
        limits=EVERYDAY,
        help_text=spaced("Plusieurs à la fois. Un nom déjà dans le dossier : c’est sa nouvelle version."),
        error_messages={"required": "Choisissez un fichier au moins."},
    )
    field_order = ["uploads", "folder"]


class MoveForm(StaleCheckForm, _InFolderForm):
    @staticmethod
    def initial_for(file: File) -> dict[str, Any]:
        return {"folder": file.folder}


class _FolderForm(forms.Form):
    name = OneLineField(
        label="Nom du dossier",
        max_length=FOLDER_LENGTH,
        error_messages={"required": "Donnez un nom à ce dossier."},
    )


class FolderForm(OneTimeForm, _FolderForm):
    pass


class FolderRenameForm(StaleCheckForm, _FolderForm):
    @staticmethod
    def initial_for(folder: Folder) -> dict[str, Any]:
        return {"name": folder.name}
