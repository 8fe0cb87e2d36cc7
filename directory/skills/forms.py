from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from core.people.models import Agent, Skill
from core.ui.fields import OneLineField
from core.ui.french import spaced
from core.ui.stale_forms import StaleCheckForm

NAME_LENGTH = 60
UNKNOWN = dict.fromkeys(
    ("invalid_choice", "invalid_pk_value", "invalid_list"),
    spaced("Un de ces mots n’est plus dans la liste : relisez-la, puis enregistrez de nouveau."),
)
KINDS = {
    Skill.Kind.LANGUAGE: "Langues",
    Skill.Kind.SOFTWARE: "Logiciels",
    Skill.Kind.TRADE: "Savoir-faire",
}


class _Words(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return obj.name if obj.is_accepted else f"{obj.name} (proposé)"


class DeclareForm(StaleCheckForm):
    """One's skills, a list of boxes for each kind of words; and a word that the list lacks."""

    word = OneLineField(
        label="Un mot qui manque",
        required=False,
        max_length=NAME_LENGTH,
        help_text=spaced(
            "Le gestionnaire de l’annuaire le lit avant qu’il ne paraisse ; il ne sait pas qui le propose."
        ),
    )
    kind = forms.ChoiceField(
        label="Ce que c’est", required=False, choices=Skill.Kind.choices, initial=Skill.Kind.TRADE
    )

    def __init__(self, data: Any = None, *, by: Agent) -> None:
        mine = list(Skill.objects.filter(declarations__agent=by))
        chosen = {kind.value: [skill.pk for skill in mine if skill.kind == kind] for kind in KINDS}
        super().__init__(data, initial=chosen)
        offered = Skill.objects.filter(Q(is_accepted=True) | Q(pk__in=[skill.pk for skill in mine])).by_name()
        for kind, label in KINDS.items():
            self.fields[kind.value] = _Words(
                offered.filter(kind=kind),
                label=label,
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages=UNKNOWN,
            )
        self.order_fields([*(kind.value for kind in KINDS), "word", "kind"])

    @property
    def given(self) -> dict[str, Any]:
        skills = [skill for kind in KINDS for skill in self.cleaned_data[kind.value]]
        data = self.cleaned_data
        return {"skills": skills, "word": data["word"], "kind": data["kind"] or Skill.Kind.TRADE}


class AddForm(forms.Form):
    name = OneLineField(
        label="Nouveau mot", max_length=NAME_LENGTH, error_messages={"required": "Écrivez le mot."}
    )
    kind = forms.ChoiceField(label="Ce que c’est", choices=Skill.Kind.choices, initial=Skill.Kind.TRADE)


class KeepForm(StaleCheckForm, AddForm):
    merge_into = forms.ModelChoiceField(
        Skill.objects.none(),
        label="Fusionner avec",
        required=False,
        empty_label="Non, le garder",
        to_field_name="reference",
        help_text=spaced("Le mot disparaît ; qui l’a déclaré déclare l’autre."),
        error_messages=UNKNOWN,
    )

    def __init__(self, data: Any = None, *, skill: Skill) -> None:
        super().__init__(data, initial=self.initial_for(skill))
        self.fields["name"].label = "Mot"
        others = self.fields["merge_into"]
        assert isinstance(others, forms.ModelChoiceField)
        others.queryset = Skill.objects.accepted().exclude(pk=skill.pk).by_name()

    @staticmethod
    def initial_for(skill: Skill) -> dict[str, Any]:
        return {"name": skill.name, "kind": skill.kind, "is_accepted": skill.is_accepted}


class RemoveForm(StaleCheckForm):
    """Only the stamp: what is removed is what was read."""
