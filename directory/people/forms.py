"""The search box of the directory."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from core.people.models import Agent
from core.people.policies import can_keep_directory
from core.people.tree import Tree, Unit
from core.ui.fields import OneLineField
from core.ui.filters import FilterForm
from directory.agent_search import QUERY_LENGTH, SEARCH_SCOPES, by_name, search_agents
from directory.fields import DirectionField


class SearchForm(FilterForm):
    """One box; where to look and in which part of the town are optional."""

    q = OneLineField(label="Qui cherchez-vous\u00a0?", required=False, max_length=QUERY_LENGTH)
    dans = forms.ChoiceField(
        label="Chercher", required=False, choices=[("", "Partout"), *SEARCH_SCOPES.items()]
    )
    direction = DirectionField(label="Direction ou service", empty="Toute la ville")
    fermes = forms.BooleanField(label="Comptes fermés seulement", required=False)

    def __init__(self, data: Any, *, by: Agent, tree: Tree) -> None:
        super().__init__(data)
        self.tree = tree
        direction = self.fields["direction"]
        assert isinstance(direction, DirectionField)
        direction.offer(tree)
        self.fields["q"].widget = forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "spellcheck": "false", "maxlength": QUERY_LENGTH}
        )
        if not can_keep_directory(by):
            del self.fields["fermes"]

    @property
    def query(self) -> str:
        return str(self.cleaned_data["q"])

    @property
    def unit(self) -> Unit | None:
        unit: Unit | None = self.cleaned_data["direction"]
        return unit

    @property
    def is_searching(self) -> bool:
        return bool(self.query or self.unit or self.cleaned_data.get("fermes"))

    @property
    def narrowing_count(self) -> int:
        """What narrows the search beside its words."""
        return self.active_count - bool(self.query)

    def narrow(self, agents: QuerySet[Agent]) -> QuerySet[Agent]:
        """Everything but the words."""
        agents = agents.filter(is_active=not self.cleaned_data.get("fermes"))
        return agents.filter(direction__in=self.unit.ids()) if self.unit else agents

    def filter(self, agents: QuerySet[Agent]) -> QuerySet[Agent]:
        agents = self.narrow(agents)
        if not self.query:
            return by_name(agents)
        return search_agents(agents, self.query, self.tree, within=self.cleaned_data["dans"])
