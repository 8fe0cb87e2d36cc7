from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from core.ui.filters import FilterForm
from deliberations.models import Deliberation, Matter
from deliberations.models.deliberations import Result


class ActFilterForm(FilterForm):
    """What the address asks of a session's list."""

    matiere = forms.ChoiceField(label="Matière", required=False)
    resultat = forms.ChoiceField(label="Résultat", required=False, choices=[("", "Tous"), *Result.choices])

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        matter = self.fields["matiere"]
        assert isinstance(matter, forms.ChoiceField)
        matter.choices = _matter_choices()

    def filter(self, deliberations: QuerySet[Deliberation]) -> QuerySet[Deliberation]:
        asked = self.cleaned_data
        if code := asked["matiere"]:
            # A whole level 1, or one matter in any version of the nomenclature.
            known = {"matter__code": code} if "." in code else {"matter__code__startswith": f"{code}."}
            deliberations = deliberations.filter(**known)
        return deliberations.filter(result=asked["resultat"]) if asked["resultat"] else deliberations


def _matter_choices() -> list[Any]:
    """Each level 1 by itself, then its matters; one statement."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for matter in Matter.objects.current().by_code():
        level1 = matter.code.partition(".")[0]
        group = groups.setdefault(f"{level1}. {matter.level1}", [(level1, f"{matter.level1}\u00a0: tout")])
        group.append((matter.code, str(matter)))
    return [("", "Toutes"), *groups.items()]
