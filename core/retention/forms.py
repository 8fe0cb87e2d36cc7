from typing import Any

from django import forms

from core.ui.fields import DayField, OneLineField
from core.ui.french import spaced


class ShownField(forms.CharField):
    """The stamp of what the page shows; after a refusal, of what it shows now."""

    widget = forms.HiddenInput

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial


class EliminateForm(forms.Form):
    visa_on = DayField(label="Date du visa des archives départementales")
    visa_reference = OneLineField(
        label="Référence du visa",
        max_length=120,
        help_text="Celle que porte le bordereau visé. Sans elle, rien n’est éliminé.",
        error_messages={"required": spaced("Écrivez la référence du visa : sans elle, rien n’est éliminé.")},
    )
    shown = ShownField(max_length=32, error_messages={"required": "Rechargez la page, et relisez la liste."})
