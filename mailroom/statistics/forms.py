from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.dates import MONTHS

from core.ui.fields import offer
from core.ui.filters import FilterForm
from mailroom.querysets import ItemQuerySet

BREAKDOWNS = [("nature", "Par nature"), ("direction", "Par direction")]


class StatisticsForm(FilterForm):
    annee = forms.ChoiceField(label="Année", required=False)
    mois = forms.ChoiceField(
        label="Mois",
        required=False,
        choices=[("", "Tous"), *((str(number), str(name)) for number, name in MONTHS.items())],
    )
    par = forms.ChoiceField(label="Découpage", required=False, choices=BREAKDOWNS)

    def __init__(self, data: Any, *, years: Sequence[int]) -> None:
        super().__init__(data)
        offer(self, "annee", [("", "Toutes"), *((str(year), str(year)) for year in years)])

    def filter(self, items: ItemQuerySet) -> ItemQuerySet:
        asked = {"received_on__year": "annee", "received_on__month": "mois"}
        given = {
            look_up: self.cleaned_data[name] for look_up, name in asked.items() if self.cleaned_data[name]
        }
        return items.filter(**given)

    @property
    def query(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("annee", "mois") if self.cleaned_data[name]}

    @property
    def period(self) -> str:
        """« octobre 2026 », « 2026 », « octobre, toutes années » ; empty for all."""
        year, month = self.cleaned_data["annee"], self.cleaned_data["mois"]
        name = str(MONTHS[int(month)]) if month else ""
        return " ".join(filter(None, (name, year))) if year or not name else f"{name}, toutes années"
