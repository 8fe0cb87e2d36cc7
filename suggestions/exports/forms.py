"""The choice of an export: the filters of the list, and a table."""

from typing import Any

from django import forms

from core.ui.french import spaced
from core.ui.spreadsheets import TYPES
from suggestions.pages.forms import IdeaFilterForm

TABLES = [
    ("idees", spaced("Les idées : auteurs, états, dates, décisions, réponses")),
    ("notes", "Les notes de chaque membre, valeur par valeur"),
    ("commentaires", "Les commentaires"),
]


class ExportForm(IdeaFilterForm):
    table = forms.ChoiceField(
        label=spaced("Quel tableau ?"),
        choices=TABLES,
        widget=forms.RadioSelect,
        initial=TABLES[0][0],
    )
    # Which button was pressed.
    file = forms.ChoiceField(
        label="Format", required=False, choices=[(form, form) for form in TYPES], widget=forms.HiddenInput
    )

    field_order = ["table"]

    def __init__(self, data: Any, **given: Any) -> None:
        given_data = data.copy()
        given_data.setdefault("table", TABLES[0][0])
        super().__init__(given_data, **given)
