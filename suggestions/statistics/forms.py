"""The choice of a breakdown, or of one of its lines."""

from typing import Any

from django import forms

from core.ui.filters import FilterForm
from suggestions.statistics.measures import Statistics

BREAKDOWNS = [("year", "Par année"), ("direction", "Par direction concernée"), ("value", "Par valeur servie")]


class StatisticsForm(FilterForm):
    by = forms.ChoiceField(label="Découpage", required=False, choices=BREAKDOWNS)
    year = forms.ChoiceField(label="Année", required=False)
    direction = forms.ChoiceField(label="Direction", required=False)
    value = forms.ChoiceField(label="Valeur servie", required=False)

    def __init__(self, data: Any, *, statistics: Statistics) -> None:
        super().__init__(data)
        for name in ("year", "direction", "value"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "Toutes"), *((line.key, line.label) for line in statistics.breakdown(name))]

    @property
    def chosen(self) -> list[str]:
        """The breakdowns of which one line is asked for: at most one is shown."""
        return [name for name in ("year", "direction", "value") if self.cleaned_data[name]]
