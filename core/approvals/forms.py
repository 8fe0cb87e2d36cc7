from __future__ import annotations

import re
from typing import Any

from django import forms

from core.approvals.models import REMARK_LENGTH, CircuitStep, Decision
from core.french import spaced
from core.people.fields import AgentField, AgentsField, PersonInput
from core.people.models import Agent
from core.web.fields import OneLineField, PlainTextField
from core.web.idempotency import OneTimeForm

MOST_PEOPLE, MOST_TICKED = 12, 100
TICKED = re.compile(r"(\w{1,12})\.(\d{1,4})\.([0-9a-f]{64})", re.ASCII)


class DecisionForm(forms.Form):
    """`shown` is the digest of the version that the page showed, `step` the place of the step."""

    verdict = forms.ChoiceField(
        choices=Decision.Verdict.choices,
        widget=forms.HiddenInput,
        error_messages={"required": spaced("Choisissez un des boutons : « Viser » ou « Refuser ».")},
    )
    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)
    step = forms.IntegerField(widget=forms.HiddenInput)
    remark = PlainTextField(
        label="Remarque",
        required=False,
        max_length=REMARK_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=spaced("Pour un refus ou un avis défavorable, dites pourquoi : vos mots suivent le texte."),
    )


class TickedForm(OneTimeForm):
    """`steps` are « reference.place.digest »: a text, its step, and the version that the list showed."""

    steps = forms.Field(
        widget=forms.MultipleHiddenInput,
        error_messages={"required": spaced("Cochez les textes que vous visez.")},
    )

    def clean_steps(self) -> dict[tuple[str, int], str]:
        parsed = [TICKED.fullmatch(each) for each in self.cleaned_data["steps"]]
        if None in parsed or len(parsed) > MOST_TICKED:
            raise forms.ValidationError(spaced("Rechargez la page, puis cochez des textes de la liste."))
        return {(found[1], int(found[2])): found[3] for found in parsed if found}


class HandOverForm(forms.Form):
    to = AgentField(
        label="À qui",
        help_text="Prénom et nom, ou identifiant. Cette personne est prévenue.",
        error_messages={"required": "Dites à qui vous confiez ce visa."},
    )
    reason = OneLineField(
        label="Pourquoi",
        max_length=300,
        help_text="L’auteur et ceux qui visent ce texte le liront.",
        error_messages={"required": spaced("Dites pourquoi en quelques mots : l’auteur les lira.")},
    )

    def __init__(self, *args: Any, by: Agent | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = self.fields["to"].widget
        assert isinstance(widget, PersonInput)
        widget.is_for_elected = by is not None and by.is_elected


class CircuitStepForm(forms.ModelForm):
    """`place` orders the steps; the kind decides which of the others is filled."""

    place = forms.IntegerField(
        label="Place",
        required=False,
        min_value=1,
        max_value=99,
        localize=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Une place va de 1 à 99."),
        widget=forms.NumberInput(attrs={"aria-label": "Place"}),
    )
    name = OneLineField(
        label="Nom de l’étape", max_length=80, widget=forms.TextInput(attrs={"aria-label": "Nom de l’étape"})
    )
    agents = AgentsField(
        label="Personnes",
        required=False,
        most=MOST_PEOPLE,
        help_text=spaced("Une par ligne : prénom et nom, ou identifiant."),
    )

    class Meta:
        model = CircuitStep
        fields = ["place", "name", "kind", "role", "agents", "needs_all"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["place"] = self.instance.position
        self.fields["agents"].widget.attrs["aria-label"] = "Personnes, une par ligne"

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        kind, kinds = given.get("kind"), CircuitStep.Kind
        is_people = kind == kinds.PEOPLE
        if "agents" in given and kind and is_people != bool(given["agents"]):
            said = (
                "Nommez au moins une personne."
                if is_people
                else spaced("Cette étape ne prend pas de noms : effacez-les.")
            )
            self.add_error("agents", said)
        if "role" in given and kind and (kind == kinds.ROLE) != bool(given["role"]):
            said = (
                "Choisissez le rôle."
                if kind == kinds.ROLE
                else spaced("Cette étape n’a pas de rôle : laissez vide.")
            )
            self.add_error("role", said)
        if given.get("needs_all") and kind and not is_people:
            self.add_error("needs_all", "Seulement pour des personnes nommées.")
        return given
