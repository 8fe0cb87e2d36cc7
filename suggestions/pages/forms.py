"""The filters of the list of ideas."""

from __future__ import annotations

from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils import timezone

from core.people.models import Agent, Direction
from core.ui.fields import OneLineField
from core.ui.filters import FilterForm
from suggestions.models import Idea
from suggestions.querysets import IdeaQuerySet
from suggestions.states import State, Value

WHOSE = [
    ("", "Toutes"),
    ("mine", "Mes idées"),
    ("followed", "Celles que je suis"),
    ("entered", "Saisies par moi"),
]


ORDERS = [
    ("", "Les plus récentes"),
    ("supported", "Les plus soutenues"),
    ("waiting", "Celles qui attendent le plus"),
]


class IdeaFilterForm(FilterForm):
    words = OneLineField(label="Mots", required=False, max_length=200)
    state = forms.ChoiceField(label="État", required=False)
    direction = forms.TypedChoiceField(label="Direction", required=False, coerce=int, empty_value=None)
    value = forms.ChoiceField(label="Valeur servie", required=False, choices=[("", "Toutes"), *Value.choices])
    year = forms.TypedChoiceField(label="Année", required=False, coerce=int, empty_value=None)
    whose = forms.ChoiceField(label="Lesquelles", required=False, choices=WHOSE)
    order = forms.ChoiceField(label="Trier par", required=False, choices=ORDERS)

    def __init__(self, data: Any, *, agent: Agent, choices: dict[str, list[tuple[Any, str]]]) -> None:
        super().__init__(data)
        self.agent = agent
        for name, pairs in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = pairs

    @classmethod
    def from_query(cls, query: QueryDict, *, agent: Agent) -> Self:
        """The filters that the address asks for, without those that mean nothing."""
        return cls.reading(query, agent=agent, choices=_choices())

    def filter(self, ideas: IdeaQuerySet) -> IdeaQuerySet:
        asked = self.cleaned_data
        if asked["state"]:
            ideas = ideas.filter(state=asked["state"])
        if asked["direction"]:
            ideas = ideas.filter(direction=asked["direction"])
        if asked["value"]:
            ideas = ideas.filter(value=asked["value"])
        if asked["year"]:
            ideas = ideas.filter(received_at__year=asked["year"])
        if asked["words"]:
            ideas = ideas.about(asked["words"])
        return self._ordered(self._of_whom(ideas, asked["whose"]))

    def _of_whom(self, ideas: IdeaQuerySet, whose: str) -> IdeaQuerySet:
        if whose == "mine":
            return ideas.mine(self.agent)
        if whose == "followed":
            return ideas.followed_by(self.agent)
        return ideas.entered_by(self.agent) if whose == "entered" else ideas

    def _ordered(self, ideas: IdeaQuerySet) -> IdeaQuerySet:
        match self.cleaned_data["order"]:
            case "supported":
                return ideas.most_supported_first()
            case "waiting":
                return ideas.waiting_longest_first()
        return ideas.newest_first()


def _choices() -> dict[str, list[tuple[Any, str]]]:
    this_year = timezone.localdate().year
    first = Idea.objects.order_by("received_at").values_list("received_at", flat=True).first()
    first_year = min(timezone.localtime(first).year, this_year) if first else this_year
    return {
        "state": [("", "Tous"), *State.choices],
        "direction": [("", "Toutes"), *Direction.objects.concerned().values_list("pk", "name")],
        "year": [("", "Toutes"), *((year, str(year)) for year in range(this_year, first_year - 1, -1))],
    }
