from __future__ import annotations

from typing import Any, Self

from django import forms
from django.db.models import Exists, OuterRef
from django.http import QueryDict

from core.people.models import Direction
from core.ui.fields import OneLineField, offer
from core.ui.filters import FilterForm
from core.ui.french import spaced
from core.ui.stale_forms import StaleCheckForm
from manuals.collaboration.actions import SAY_WHAT
from manuals.models import Software
from manuals.querysets import SoftwareQuerySet


class SharedToolForm(StaleCheckForm):
    is_collaborative = forms.BooleanField(
        label="C’est un outil de travail transversal",
        required=False,
        help_text="Plusieurs directions y travaillent ensemble sur les mêmes dossiers.",
    )
    shared_use = OneLineField(
        label="Ce que l’on y fait ensemble",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="En une ou deux phrases, avec les mots des agents. 300 caractères au plus.",
    )
    shared_by = forms.ModelMultipleChoiceField(
        label="Les directions qui s’en servent ensemble",
        queryset=Direction.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": spaced("Cette direction n’existe pas ou plus : choisissez dans la liste.")
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["shared_by"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = Direction.objects.by_name()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("is_collaborative") and not data.get("shared_use") and "shared_use" not in self.errors:
            self.add_error("shared_use", SAY_WHAT)
        return data

    @staticmethod
    def initial_for(software: Software) -> dict[str, Any]:
        return {
            "is_collaborative": software.is_collaborative,
            "shared_use": software.shared_use,
            "shared_by": list(software.shared_by.all()),
        }


class SharedToolFilterForm(FilterForm):
    direction = forms.TypedChoiceField(
        label="Avec la direction", required=False, coerce=int, empty_value=None
    )

    def __init__(self, data: Any, *, choices: list[tuple[int, str]]) -> None:
        super().__init__(data)
        offer(self, "direction", [("", "Toutes"), *choices])

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """The filter that the address asks for, unless it means nothing."""
        shared = Software.objects.collaborative().filter(shared_by=OuterRef("pk"))
        return cls.reading(
            query, choices=list(Direction.objects.filter(Exists(shared)).by_name().values_list("pk", "name"))
        )

    def filter(self, software: SoftwareQuerySet) -> SoftwareQuerySet:
        asked = self.cleaned_data["direction"]
        return software.filter(shared_by=asked) if asked else software
