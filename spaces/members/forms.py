from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from core.people.fields import AgentField
from core.people.models import Assignment, Project
from core.people.ordering import alphabetical
from core.ui.fields import DayField, OneLineField
from core.ui.french import spaced
from core.ui.once import OneTimeForm
from core.ui.stale_forms import StaleCheckForm
from spaces.members import periods

NAME_LENGTH, ROLE_LENGTH = 160, 120
WHO = "Prénom et nom, ou identifiant."


class RoleForm(forms.Form):
    title = OneLineField(
        label="Rôle dans le projet",
        max_length=ROLE_LENGTH,
        required=False,
        help_text=spaced("Par exemple : relectrice, référent budget."),
    )
    ends_on = DayField(label="Jusqu’au", required=False, help_text=spaced("Vide : tant que dure le projet."))

    def clean_ends_on(self) -> date | None:
        day: date | None = self.cleaned_data["ends_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(
                spaced("Ce jour est passé : choisissez aujourd’hui ou un jour à venir.")
            )
        return day


class MemberAddForm(OneTimeForm, RoleForm):
    agent = AgentField(
        label="Qui",
        max_length=NAME_LENGTH,
        help_text=WHO,
        error_messages={"required": "Écrivez qui vous ajoutez."},
    )
    field_order = ["agent", "title", "ends_on"]


class MemberChangeForm(StaleCheckForm, RoleForm):
    def __init__(self, *args: Any, assignment: Assignment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if assignment.is_lead:
            del self.fields["ends_on"]

    @staticmethod
    def initial_for(assignment: Assignment) -> dict[str, Any]:
        return {"title": assignment.title, "ends_on": assignment.last_day, "is_lead": assignment.is_lead}


class MemberField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.agent)


class LeadPassForm(forms.Form):
    to = MemberField(
        Assignment.objects.none(),
        label="Nouveau pilote",
        empty_label="Choisissez…",
        help_text="Un membre du projet. Vous en restez membre.",
        error_messages={
            "required": "Choisissez qui pilotera le projet.",
            "invalid_choice": spaced(
                "Cette personne n’est plus membre du projet : choisissez dans la liste."
            ),
        },
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        others = periods.current(project).filter(is_lead=False, agent__is_active=True)
        field.queryset = others.select_related("agent").order_by(
            *alphabetical("agent__last_name", "agent__first_name"), "pk"
        )


class LeadNameForm(forms.Form):
    agent = AgentField(
        label="Nouveau pilote",
        max_length=NAME_LENGTH,
        help_text=WHO,
        error_messages={"required": "Écrivez qui pilotera le projet."},
    )
