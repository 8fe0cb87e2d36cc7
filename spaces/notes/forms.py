from typing import Any

from django import forms

from core.ui import prose
from core.ui.fields import OneLineField, ProseField
from core.ui.once import OneTimeForm
from core.ui.stale_forms import StaleCheckForm
from spaces.models import TITLE_LENGTH, NoteVersion, clean_body


class NoteForm(forms.Form):
    title = OneLineField(
        label="Titre", max_length=TITLE_LENGTH, error_messages={"required": "Donnez un titre à cette note."}
    )
    body = ProseField(
        label="Texte",
        config={"extensions": prose.PAGE},
        sanitize=clean_body,
        max_length=prose.LONGEST,
        error_messages={"required": "Écrivez le texte de la note."},
    )

    def clean_body(self) -> str:
        """Cleaned, it may be longer than it was sent: « & » becomes « &amp; »."""
        body: str = self.cleaned_data["body"]
        prose.check_length(body)
        return body


class NoteWriteForm(OneTimeForm, NoteForm):
    pass


class NoteChangeForm(StaleCheckForm, NoteForm):
    """Its stamp holds the number of the version that the page showed."""

    @staticmethod
    def initial_for(version: NoteVersion) -> dict[str, Any]:
        return {"title": version.title, "body": version.body, "number": version.number}


class CompareForm(forms.Form):
    """Two numbers of the address."""

    before = forms.IntegerField(min_value=1, max_value=1_000_000)
    after = forms.IntegerField(min_value=1, max_value=1_000_000)
