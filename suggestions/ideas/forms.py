from __future__ import annotations

from typing import Any

from django import forms

from core.people.models import Agent
from core.ui.fields import PlainTextField
from core.ui.french import spaced
from suggestions.ideas.policies import proposed_set_aside
from suggestions.models import Idea
from suggestions.policies import group_members


class SeenField(forms.CharField):
    """Version of the words on the page; after a refusal, the current version."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, max_length=60)

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial


class MemberChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, agent: Any) -> str:
        return f"{agent} ({agent.direction})" if agent.direction else str(agent)


class HandOverForm(forms.Form):
    to = MemberChoiceField(
        label="Membre qui suivra l’idée",
        queryset=Agent.objects.none(),
        empty_label="Choisissez…",
        error_messages={"required": "Choisissez qui suivra l’idée."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = group_members().by_name()
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = members.select_related("direction")


class ProposeSetAsideForm(forms.Form):
    reason = PlainTextField(
        label="Motif, pour l’auteur",
        max_length=2000,
        help_text=spaced(
            "Injurieuse, nominative, hors sujet… Ce texte est envoyé à l’auteur une fois confirmé, et n’est jamais "
            "montré à d’autres agents. 2 000 caractères au plus."
        ),
        error_messages={"required": "Dites à l’auteur pourquoi son idée est écartée."},
    )


class SeenSetAsideForm(forms.Form):
    """To confirm a proposal, or to drop it."""

    seen = SeenField()

    @staticmethod
    def initial_for(idea: Idea) -> dict[str, str]:
        proposed = proposed_set_aside(idea)
        return {"seen": str(proposed.pk) if proposed else ""}
