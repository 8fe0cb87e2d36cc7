"""Fields of the secretary's forms."""

from typing import Any

from django import forms

from core.french import spaced
from core.web import fields
from deliberations.models.sessions import FIRST_YEAR, LAST_YEAR

MOST_VOTERS = 999


class DayField(fields.DayField):
    """A day that a council may have lived."""

    years = range(FIRST_YEAR, LAST_YEAR)


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
