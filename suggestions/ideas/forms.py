from __future__ import annotations

from typing import Any

from django import forms

from core.people.models import Agent
from core.ui.fields import PlainTextField
from suggestions.access import group_members


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


class SetAsideForm(forms.Form):
    reason = PlainTextField(
        label="Motif, pour l’auteur",
        max_length=2000,
        help_text=(
            "Injurieuse, nominative, hors sujet… Ce texte est envoyé à l’auteur et n’est jamais montré "
            "à d’autres agents. 2\u202f000 caractères au plus."
        ),
        error_messages={"required": "Dites à l’auteur pourquoi son idée est écartée."},
    )
