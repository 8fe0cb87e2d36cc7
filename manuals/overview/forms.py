from __future__ import annotations

from typing import Any, Self

from dateutil.relativedelta import relativedelta
from django import forms
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils import timezone

from core.people.models import Agent, Direction
from core.ui.fields import offer
from core.ui.filters import FilterForm
from core.ui.french import plain
from manuals import policies
from manuals.models import Software
from manuals.querysets import SoftwareQuerySet


class OverviewFilterForm(FilterForm):
    """The end of contracts is asked of those who read every contract only."""

    direction = forms.TypedChoiceField(label="Direction", required=False, coerce=int, empty_value=None)
    vendor = forms.ChoiceField(label="Éditeur", required=False)
    ends = forms.TypedChoiceField(
        label="Fin du contrat",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Toutes"), *((months, f"dans {months} mois ou moins") for months in (3, 6, 12))],
    )

    def __init__(self, data: Any, *, choices: dict[str, list[tuple[Any, str]]], sees_contracts: bool) -> None:
        super().__init__(data)
        for name, empty in (("direction", "Toutes"), ("vendor", "Tous")):
            offer(self, name, [("", empty), *choices[name]])
        if not sees_contracts:
            del self.fields["ends"]

    @classmethod
    def from_query(cls, query: QueryDict, *, by: Agent) -> Self:
        """The filters that the address asks for, without those that mean nothing."""
        alive = Software.objects.alive()
        owners = Direction.objects.filter(Exists(alive.filter(owner=OuterRef("pk")))).by_name()
        vendors = alive.exclude(vendor="").values_list("vendor", flat=True).distinct()
        choices: dict[str, list[tuple[Any, str]]] = {
            "direction": list(owners.values_list("pk", "name")),
            "vendor": [(vendor, vendor) for vendor in sorted(vendors, key=plain)],
        }
        return cls.reading(query, choices=choices, sees_contracts=policies.can_see_every_contract(by))

    def filter(self, software: SoftwareQuerySet) -> SoftwareQuerySet:
        asked = self.cleaned_data
        if asked["direction"]:
            software = software.of_direction(asked["direction"])
        if asked["vendor"]:
            software = software.filter(vendor=asked["vendor"])
        if asked.get("ends"):
            # A contract that is over already is the more urgent.
            software = software.filter(
                contract__ends_on__lte=timezone.localdate() + relativedelta(months=asked["ends"])
            )
        return software
