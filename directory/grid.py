from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Count, QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.people.models import Agent, AgentSkill, Assignment, Direction, Project, Skill
from core.people.requests import AgentRequest
from core.people.tree import Tree, Unit
from core.web.forms import FilterForm
from core.web.spreadsheets import table_response
from directory.fields import DirectionField, offer_units

PROJECTS = "projets"
COLUMNS = {
    PROJECTS: "Projets",
    "langues": "Langues",
    "logiciels": "Logiciels",
    "savoir-faire": "Savoir-faire",
}
KINDS = {
    "langues": Skill.Kind.LANGUAGE,
    "logiciels": Skill.Kind.SOFTWARE,
    "savoir-faire": Skill.Kind.TRADE,
}
# What a reader compares across; the list of people has all of them.
MOST_COLUMNS = 40


@dataclass
class Grid:
    """Units × projects or skills, for one reader: each cell counts the agents of a unit and of those below it."""

    columns: list[Project | Skill]
    rows: list[tuple[Unit, list[int]]]
    parameter: str
    # Columns for which there was no room.
    left_out: int = 0

    def lines(self) -> Iterator[tuple[Unit, list[tuple[Project | Skill, int, str]]]]:
        """For the page: each cell with its count and the list that it opens."""
        for unit, counts in self.rows:
            cells = zip(self.columns, counts, strict=True)
            yield unit, [(column, count, self._list_of(unit, column)) for column, count in cells]

    def _list_of(self, unit: Unit, column: Project | Skill) -> str:
        asked = {"direction": unit.reference, self.parameter: column.reference}
        return f"{reverse('directory:agent_list')}?{urlencode(asked)}"


def grid_for(
    reader: Agent, tree: Tree, *, shows: str, within: Unit | None = None, most: int | None = MOST_COLUMNS
) -> Grid:
    """Two statements: the counts of what the reader may read, and the names of the fullest columns."""
    per_unit: dict[int, Counter[int]] = {}
    for unit_pk, column_pk, count in _counts(reader, shows):
        per_unit.setdefault(unit_pk, Counter())[column_pk] = count
    # Down to directions; one unit with its services where it is asked for.
    units = within.walk() if within else (unit for unit in tree if unit.kind != Direction.Kind.SERVICE)
    rows = [(unit, _total(unit, per_unit)) for unit in units]
    people = max((total for _, total in rows), key=Counter.total, default=Counter[int]())
    fullest = [pk for pk, _ in people.most_common(most)]
    columns: list[Project | Skill] = (
        [*Project.objects.filter(pk__in=fullest).by_name()]
        if shows == PROJECTS
        else [*Skill.objects.filter(pk__in=fullest).by_name()]
    )
    counted = [(unit, [total[column.pk] for column in columns]) for unit, total in rows]
    parameter = "projet" if shows == PROJECTS else "competence"
    return Grid(columns, [row for row in counted if any(row[1])], parameter, len(people) - len(columns))


def _total(unit: Unit, per_unit: dict[int, Counter[int]]) -> Counter[int]:
    return sum((per_unit.get(pk, Counter()) for pk in unit.ids()), Counter[int]())


def _counts(reader: Agent, shows: str) -> Iterable[tuple[int, int, int]]:
    """(unit, project or skill, how many people), people without a unit left out."""
    rows: QuerySet[Any]
    if shows == PROJECTS:
        projects = Project.objects.visible_to(reader).current().values("pk")
        rows, column = Assignment.objects.current().filter(project__in=projects), "project"
    else:
        rows, column = AgentSkill.objects.listed().filter(skill__kind=KINDS[shows]), "skill"
    people = Agent.objects.active().exclude(direction=None).values("pk")
    counted = rows.filter(agent__in=people).order_by().values_list("agent__direction", column)
    return counted.annotate(Count("agent", distinct=True))


class GridForm(FilterForm):
    par = forms.ChoiceField(label="Croiser les directions avec", required=False, choices=COLUMNS.items)
    direction = DirectionField(label="Dans", empty="Toute la ville")

    def __init__(self, data: Any, *, tree: Tree) -> None:
        super().__init__(data)
        offer_units(self, tree)

    @property
    def shows(self) -> str:
        return self.cleaned_data["par"] or PROJECTS

    @property
    def unit(self) -> Unit | None:
        unit: Unit | None = self.cleaned_data["direction"]
        return unit


@require_safe
def grid(request: AgentRequest) -> HttpResponse:
    form, found = _read(request)
    context = {"form": form, "grid": found, "shows": COLUMNS[form.shows], "address": request.GET.urlencode()}
    return render(request, "directory/grid.html", context)


@require_safe
def grid_export(request: AgentRequest) -> FileResponse:
    form, found = _read(request, most=None)
    header = ["Direction ou service", *(column.name for column in found.columns)]
    # An empty cell where nobody is.
    cells = ([unit.name, *(count or None for count in counts)] for unit, counts in found.rows)
    return table_response(header, cells, name=f"croisements-{form.shows}", form="csv")


def _read(request: AgentRequest, *, most: int | None = MOST_COLUMNS) -> tuple[GridForm, Grid]:
    tree = Tree()
    form = GridForm.reading(request.GET, tree=tree)
    return form, grid_for(request.user, tree, shows=form.shows, within=form.unit, most=most)
