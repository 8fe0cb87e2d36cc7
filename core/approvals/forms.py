from __future__ import annotations

from typing import Any

from django import forms

from core.approvals.models import REMARK_LENGTH, Decision
from core.people.fields import AgentField
from core.ui.fields import OneLineField, PlainTextField


class DecisionForm(forms.Form):
    """`shown` is the digest of the version that the page showed, `step` the place of the step."""

    verdict = forms.ChoiceField(choices=Decision.Verdict.choices, widget=forms.HiddenInput, required=False)
    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)
    step = forms.IntegerField(widget=forms.HiddenInput)
    remark = PlainTextField(
        label="Remarque",
        required=False,
        max_length=REMARK_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Pour un refus, dites pourquoi\u00a0: l’auteur corrigera d’après vos mots.",
    )

    def clean_verdict(self) -> str:
        if not self.cleaned_data["verdict"]:
            raise forms.ValidationError("Choisissez «\u00a0Viser\u00a0» ou «\u00a0Refuser\u00a0».")
        return str(self.cleaned_data["verdict"])


class HandOverForm(forms.Form):
    to = AgentField(
        label="À qui",
        max_length=160,
        help_text="Prénom et nom, ou identifiant. Cette personne est prévenue.",
        error_messages={"required": "Dites à qui vous confiez ce visa."},
    )
    reason = OneLineField(
        label="Pourquoi",
        max_length=300,
        error_messages={"required": "Dites pourquoi en quelques mots\u00a0: l’auteur les lira."},
    )

    @staticmethod
    def initial_for(step: Any) -> dict[str, Any]:
        return {}
