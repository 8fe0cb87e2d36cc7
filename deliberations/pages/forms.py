from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet

from core.ui.fields import OneLineField
from core.ui.filters import FilterForm
from core.ui.french import spaced
from deliberations.models import Councillor, Deliberation, Matter
from deliberations.models.deliberations import Result


class MatterFilterForm(FilterForm):
    matiere = forms.ChoiceField(label="Matière", required=False)

    def __init__(self, data: Any, **given: Any) -> None:
        super().__init__(data, **given)
        matter = self.fields["matiere"]
        assert isinstance(matter, forms.ChoiceField)
        matter.choices = _matter_choices()

    def filter(self, deliberations: QuerySet[Deliberation]) -> QuerySet[Deliberation]:
        code = self.cleaned_data["matiere"]
        if not code:
            return deliberations
        # A whole level 1, or one matter in any version of the nomenclature.
        known = {"matter__code": code} if "." in code else {"matter__code__startswith": f"{code}."}
        return deliberations.filter(**known)


class ActFilterForm(MatterFilterForm):
    resultat = forms.ChoiceField(label="Résultat", required=False, choices=[("", "Tous"), *Result.choices])

    def filter(self, deliberations: QuerySet[Deliberation]) -> QuerySet[Deliberation]:
        found, result = super().filter(deliberations), self.cleaned_data["resultat"]
        return found.filter(result=result) if result else found


class CouncilFilterForm(MatterFilterForm):
    q = OneLineField(label="Objet ou numéro", max_length=200, required=False, widget=forms.SearchInput)
    rapporteur = forms.TypedChoiceField(label="Rapporteur", required=False, coerce=int, empty_value=None)
    annee = forms.TypedChoiceField(label="Année", required=False, coerce=int, empty_value=None)
    field_order = ("q", "matiere", "rapporteur", "annee")

    def __init__(self, data: Any, *, years: Iterable[int]) -> None:
        super().__init__(data)
        rapporteur, year = self.fields["rapporteur"], self.fields["annee"]
        assert isinstance(rapporteur, forms.TypedChoiceField)
        assert isinstance(year, forms.TypedChoiceField)
        reporting = Councillor.objects.reporting().by_name()
        rapporteur.choices = [("", "Tous"), *((each.pk, str(each)) for each in reporting)]
        year.choices = [("", "Toutes"), *((year, str(year)) for year in years)]

    def filter(self, deliberations: QuerySet[Deliberation]) -> QuerySet[Deliberation]:
        found: Any = super().filter(deliberations)
        asked = self.cleaned_data
        if asked["q"]:
            found = found.saying(asked["q"])
        if asked["rapporteur"]:
            found = found.filter(rapporteur=asked["rapporteur"])
        return found.filter(year=asked["annee"]) if asked["annee"] else found


def _matter_choices() -> list[Any]:
    """Each level 1 by itself, then its matters; one statement."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for matter in Matter.objects.current().by_code():
        level1 = matter.code.partition(".")[0]
        group = groups.setdefault(f"{level1}. {matter.level1}", [(level1, spaced(f"{matter.level1} : tout"))])
        group.append((matter.code, str(matter)))
    return [("", "Toutes"), *groups.items()]
