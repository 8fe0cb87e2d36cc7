from __future__ import annotations

from core.documents.fields import DocumentField, UploadFormMixin
from core.documents.limits import EVERYDAY, Limits
from core.ui.once import OneTimeForm

# A spreadsheet's « CSV » is now and then called .txt.
SCDL_FILE = Limits(EVERYDAY.largest, kinds=("csv", "text"))


class ImportForm(UploadFormMixin, OneTimeForm):
    file = DocumentField(
        label="Fichier SCDL des délibérations",
        limits=SCDL_FILE,
        help_text="Celui que la commune publie en données ouvertes, ou l’export de l’ancien logiciel.",
    )
