"""Fields of the secretary's forms."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.french import spaced
from deliberations.models.sessions import FIRST_YEAR, LAST_YEAR

MOST_VOTERS = 999
BAD_DATE = {
    "required": "Choisissez une date.",
    "invalid": "Cette date n’existe pas. Écrivez-la comme 25/06/2026.",
}


class DayField(forms.DateField):
    """A day that a council may have lived."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, error_messages=BAD_DATE, **kwargs)

    def clean(self, value: Any) -> dt.date | None:
        day = super().clean(value)
        if day and not FIRST_YEAR <= day.year < LAST_YEAR:
            raise ValidationError("Vérifiez l’année de cette date.")
        return day


class VoteField(forms.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        errors = {
            "invalid": "Écrivez un nombre entier.",
            "min_value": "Ce nombre ne peut pas être négatif.",
            "max_value": spaced("Vérifiez ce nombre : aucun conseil n’est si grand."),
        }
        super().__init__(
            required=False,
            min_value=0,
            max_value=MOST_VOTERS,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
            error_messages=errors,
            **kwargs,
        )
