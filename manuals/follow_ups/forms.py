from __future__ import annotations

from typing import Any, Self

from django import forms
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils import timezone

from core.people.fields import AgentField
from core.people.models import Agent, Direction
from core.ui.fields import DayField, OneLineField, offer
from core.ui.filters import FilterForm
from core.ui.french import spaced
from core.ui.once import OneTimeForm
from core.ui.stale_forms import StaleCheckForm
from manuals.models import FollowUp, Problem, Software
from manuals.querysets import FollowUpQuerySet


class FollowUpFilterForm(FilterForm):
    """Filters of follow-ups; by default, the open ones."""

    problem = forms.ChoiceField(label="Problème", required=False, choices=[("", "Tous"), *Problem.choices])
    software = forms.ChoiceField(label="Progiciel", required=False)
    direction = forms.TypedChoiceField(label="Direction", required=False, coerce=int, empty_value=None)
    person = forms.TypedChoiceField(label="Qui s’en charge", required=False, coerce=int, empty_value=None)
    state = forms.ChoiceField(
        label="État",
        required=False,
        choices=[("", "À faire"), ("late", "En retard"), ("closed", "Closes"), ("all", "Toutes")],
    )

    def __init__(self, data: Any, *, choices: dict[str, list[tuple[Any, str]]]) -> None:
        super().__init__(data)
        for name, empty in (("software", "Tous"), ("direction", "Toutes"), ("person", "Tout le monde")):
            offer(self, name, [("", empty), *choices[name]])

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """The filters that the address asks for, without those that mean nothing."""
        followed = FollowUp.objects.filter(software__owner=OuterRef("pk"))
        owners = Direction.objects.filter(Exists(followed)).by_name()
        charged = Agent.objects.filter(Exists(FollowUp.objects.filter(assigned_to=OuterRef("pk")))).by_name()
        software = Software.objects.filter(Exists(FollowUp.objects.filter(software=OuterRef("pk")))).by_name()
        choices: dict[str, list[tuple[Any, str]]] = {
            "software": list(software.values_list("reference", "name")),
            "direction": list(owners.values_list("pk", "name")),
            "person": [(agent.pk, str(agent)) for agent in charged],
        }
        return cls.reading(query, choices=choices)

    def filter(self, follow_ups: FollowUpQuerySet) -> FollowUpQuerySet:
        asked = self.cleaned_data
        if asked["state"] == "late":
            follow_ups = follow_ups.late(on=timezone.localdate())
        elif asked["state"] == "closed":
            follow_ups = follow_ups.closed()
        elif not asked["state"]:
            follow_ups = follow_ups.open()
        if asked["problem"]:
            follow_ups = follow_ups.filter(problem=asked["problem"])
        if asked["software"]:
            follow_ups = follow_ups.filter(software__reference=asked["software"])
        if asked["direction"]:
            follow_ups = follow_ups.filter(software__owner=asked["direction"])
        return follow_ups.filter(assigned_to=asked["person"]) if asked["person"] else follow_ups


class HandOverForm(forms.Form):
    assigned_to = AgentField(
        label="Qui s’en charge",
        max_length=160,
        help_text="Prénom et nom, ou identifiant. Cette personne est prévenue.",
        error_messages={"required": "Dites qui s’en charge."},
    )
    due_on = DayField(label="Pour le", error_messages={"required": "Dites pour quel jour."})


class FollowUpOpenForm(OneTimeForm, HandOverForm):
    problem = forms.ChoiceField(
        label="Pour quel problème",
        choices=Problem.choices,
        error_messages={"required": "Choisissez l’un des trois problèmes."},
    )
    what = OneLineField(
        label="Ce qu’il faut faire",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Une chose que l’on saura faite. 300 caractères au plus.",
        error_messages={"required": spaced("Dites ce qu’il faut faire : une phrase suffit.")},
    )

    field_order = ["problem", "what", "assigned_to", "due_on"]


class FollowUpChangeForm(StaleCheckForm, HandOverForm):
    @staticmethod
    def initial_for(follow_up: FollowUp) -> dict[str, Any]:
        return {"assigned_to": follow_up.assigned_to, "due_on": follow_up.due_on}


class FollowUpCloseForm(forms.Form):
    """Close a follow-up without a stamp: the second person learns who was first."""

    result = OneLineField(
        label="Ce que cela a donné",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ce qui est fait, ce qui reste vrai, ce que l’on a appris. 500 caractères au plus.",
        error_messages={"required": "Dites ce que cela a donné avant de clore."},
    )
