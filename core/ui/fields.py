"""Form fields for words that people type."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms

# For `max_length`, which Django says otherwise.
TOO_LONG = "Ce texte compte %(show_value)d caractères\u00a0: raccourcissez-le à %(limit_value)d au plus."
FIRST_YEAR, LAST_YEAR = 1990, 2100


class OneLineField(forms.CharField):
    """Without the spaces around, and one between words."""

    def to_python(self, value: Any) -> str:
        # split() keeps a NUL byte, which the field's validator then refuses.
        return " ".join(str(super().to_python(value)).split())


class PlainTextField(forms.CharField):
    """Counts a line break as one character, as the browser does before sending two."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")


class DayField(forms.DateField):
    """A day within the working life of a town hall's intranet."""

    default_error_messages = {
        "invalid": "Cette date n’existe pas\u00a0: écrivez-la comme 26/11/2026.",
        "required": "Choisissez un jour.",
    }

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(**{"widget": widget, **kwargs})

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(f"Choisissez une année entre {FIRST_YEAR} et {LAST_YEAR}.")
        return day


def offer(form: forms.Form, name: str, choices: Iterable[Any] | Callable[[], Iterable[Any]]) -> None:
    """Give a field its choices, known only when its form is made or, by a function, when it is shown or checked.

    AssertionError for a field that has none.
    """
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
