"""Form fields that name a direction or an agent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.people.fields import AgentField
from core.people.models import Agent
from core.people.tree import Tree, Unit
from core.ui.fields import OneLineField
from core.ui.french import spaced
from directory.agent_search import search_agents


class DirectionField(forms.ChoiceField):
    """A unit of the tree, chosen by its key; the cleaned value is the Unit, or None."""

    def __init__(self, *, empty: str, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.empty = empty
        self.tree: Tree | None = None
        self.error_messages["invalid_choice"] = spaced(
            "Cette direction n’existe pas ou plus : choisissez dans la liste."
        )

    def offer(self, tree: Tree) -> None:
        self.tree = tree
        pairs = [(unit.reference, "\u2003" * unit.depth + unit.name) for unit in tree]
        self.choices = [("", self.empty), *pairs]

    def clean(self, value: Any) -> Unit | None:
        reference = super().clean(value)
        return self.tree.by_reference(reference) if self.tree and reference else None


class FoundAgentField(AgentField):
    """An agent found as the directory finds people: by identifiant, or by any words that name one person."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=170, **kwargs)

    def clean(self, value: Any) -> Any:
        typed = OneLineField.clean(self, value)
        if not typed:
            return None
        active = Agent.objects.active()
        if found := active.filter(identifiant__iexact=typed).first():
            return found
        found_by_name = list(search_agents(active, typed, Tree(), within="nom")[:2])
        if len(found_by_name) == 1:
            return found_by_name[0]
        if found_by_name:
            raise ValidationError(
                spaced(
                    f"Plusieurs personnes répondent à ce nom, dont {found_by_name[0]} ({found_by_name[0].identifiant}) "
                    f"et {found_by_name[1]} ({found_by_name[1].identifiant}) : écrivez l’identifiant."
                )
            )
        raise ValidationError("Personne ne porte ce nom ni cet identifiant dans l’annuaire.")
