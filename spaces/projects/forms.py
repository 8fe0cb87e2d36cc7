from __future__ import annotations

from typing import Any

from django import forms

from core.people.fields import AgentField
from core.people.models import Direction, Project
from core.people.models.matrix import LESSONS_LENGTH, PURPOSE_LENGTH
from core.ui.fields import DayField, OneLineField, PlainTextField
from core.ui.french import spaced
from core.ui.once import OneTimeForm
from core.ui.stale_forms import StaleCheckForm
from spaces.models import REASON_LENGTH

WORDS = ("name", "purpose", "sponsor", "is_open", "starts_on", "ends_on")


class PurposeForm(forms.Form):
    name = OneLineField(
        label="Nom du projet", max_length=120, error_messages={"required": "Donnez un nom à votre projet."}
    )
    purpose = PlainTextField(
        label="À quoi il sert",
        max_length=PURPOSE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=spaced("Ce qui changera, et pour qui : quelques phrases."),
        error_messages={"required": spaced("Dites à quoi il sert : une phrase suffit.")},
    )
    sponsor = forms.ModelChoiceField(
        Direction.objects.none(),
        label="Direction qui le porte",
        required=False,
        empty_label="Aucune en particulier",
        help_text="Son chef est prévenu si le projet n’a plus de pilote.",
        error_messages={"invalid_choice": "Cette direction n’est plus dans la liste."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sponsor"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Direction.objects.by_name()


class RequestForm(OneTimeForm, PurposeForm):
    pass


class ProjectForm(PurposeForm):
    is_open = forms.BooleanField(
        label="Ouvert à la lecture de tous les agents",
        required=False,
        initial=True,
        help_text="Sinon, il n’existe que pour ses membres. Eux seuls y écrivent, dans les deux cas.",
    )
    starts_on = DayField(label="Commence le", required=False, help_text=spaced("Vide : aujourd’hui."))
    ends_on = DayField(label="Fin prévue le", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "La fin prévue précède le début.")
        if "starts_on" in data and first is None:
            data["starts_on"] = Project._meta.get_field("starts_on").get_default()
        return data


class ProjectCreateForm(OneTimeForm, ProjectForm):
    lead = AgentField(
        label="Pilote",
        max_length=160,
        help_text="Prénom et nom, ou identifiant. Il choisira les autres membres.",
        error_messages={"required": "Écrivez qui pilotera le projet."},
    )
    field_order = ["name", "lead", "purpose", "sponsor", "is_open", "starts_on", "ends_on"]


class ProjectChangeForm(StaleCheckForm, ProjectForm):
    @staticmethod
    def initial_for(project: Project) -> dict[str, Any]:
        return {name: getattr(project, name) for name in WORDS}


class RefuseForm(forms.Form):
    reason = PlainTextField(
        label="Pourquoi",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=spaced("Lu par la personne qui l’a demandé : dites-lui aussi vers qui se tourner."),
        error_messages={"required": spaced("Dites pourquoi : une phrase suffit.")},
    )


class CloseForm(forms.Form):
    lessons = PlainTextField(
        label="Ce que le projet a appris",
        max_length=LESSONS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=spaced("Ce qui a marché, ce que vous feriez autrement : le prochain projet le lira."),
        error_messages={"required": spaced("Dites ce que le projet a appris : une phrase suffit.")},
    )
