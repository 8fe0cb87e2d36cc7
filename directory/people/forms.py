"""The search box of the directory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from core.people.models import Agent, AgentSkill, Assignment, Project, Skill
from core.people.policies import can_keep_directory
from core.people.tree import Tree, Unit
from core.ui.fields import OneLineField, offer
from core.ui.filters import FilterForm
from core.ui.french import spaced
from directory.agent_search import (
    QUERY_LENGTH,
    SEARCH_SCOPES,
    Matrix,
    by_name,
    search_agents,
    words_condition,
)
from directory.fields import DirectionField


class SearchForm(FilterForm):
    """One box; where to look and in which part of the town are optional."""

    q = OneLineField(label=spaced("Qui cherchez-vous ?"), required=False, max_length=QUERY_LENGTH)
    dans = forms.ChoiceField(
        label="Chercher", required=False, choices=[("", "Partout"), *SEARCH_SCOPES.items()]
    )
    direction = DirectionField(label="Direction ou service", empty="Toute la ville")
    competence = forms.ChoiceField(label="Sait", required=False)
    projet = forms.ChoiceField(label="Projet", required=False)
    fonction = OneLineField(label="Fonction ou affectation", required=False, max_length=QUERY_LENGTH)
    site = OneLineField(label="Bureau ou site", required=False, max_length=QUERY_LENGTH)
    fermes = forms.BooleanField(label="Comptes fermés seulement", required=False)

    def __init__(self, data: Any, *, by: Agent, tree: Tree, matrix: Matrix) -> None:
        super().__init__(data)
        self.tree, self.matrix = tree, matrix
        offer(self, "competence", _choices("Toutes les compétences", matrix.skills))
        offer(self, "projet", _choices("Tous les projets", matrix.projects))
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
        return bool(self.query or self.narrowing_count)

    @property
    def skill(self) -> Skill | None:
        return _chosen(self.matrix.skills, self.cleaned_data["competence"])

    @property
    def project(self) -> Project | None:
        """One that the reader may read: no other is in the list."""
        return _chosen(self.matrix.projects, self.cleaned_data["projet"])

    @property
    def narrowing_count(self) -> int:
        return self.active_count - bool(self.query)

    def narrow(self, agents: QuerySet[Agent]) -> QuerySet[Agent]:
        """Everything but the words."""
        agents = agents.filter(is_active=not self.cleaned_data.get("fermes"))
        if self.unit:
            agents = agents.filter(direction__in=self.unit.ids())
        if self.skill:
            agents = agents.filter(pk__in=AgentSkill.objects.filter(skill=self.skill).values("agent"))
        current = Assignment.objects.current()
        if self.project:
            agents = agents.filter(pk__in=current.filter(project=self.project).values("agent"))
        if function := self.cleaned_data["fonction"]:
            titled = current.filter(words_condition("title", function), project=None)
            agents = agents.filter(words_condition("function", function) | Q(pk__in=titled.values("agent")))
        if site := self.cleaned_data["site"]:
            agents = agents.filter(words_condition("card__office", site))
        return agents

    def filter(self, agents: QuerySet[Agent]) -> QuerySet[Agent]:
        agents = self.narrow(agents)
        if not self.query:
            return by_name(agents)
        within = self.cleaned_data["dans"]
        return search_agents(agents, self.query, self.tree, within=within, matrix=self.matrix)


def _choices(empty: str, rows: Iterable[Skill | Project]) -> list[tuple[str, str]]:
    return [("", empty), *((row.reference, row.name) for row in rows)]


def _chosen[M: (Skill, Project)](rows: Iterable[M], reference: str) -> M | None:
    return next((row for row in rows if row.reference == reference), None)
