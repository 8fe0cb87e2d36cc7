"""The grid of directions and projects or skills."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.people.requests import AgentRequest
from core.people.tree import Tree, Unit
from core.ui.filters import FilterForm
from core.ui.spreadsheets import table_response
from directory.fields import DirectionField
from directory.grid.counts import COLUMNS, MOST_COLUMNS, PROJECTS, Grid, grid_for


class GridForm(FilterForm):
    par = forms.ChoiceField(label="Croiser les directions avec", required=False, choices=COLUMNS.items)
    direction = DirectionField(label="Dans", empty="Toute la ville")

    def __init__(self, data: Any, *, tree: Tree) -> None:
        super().__init__(data)
        direction = self.fields["direction"]
        assert isinstance(direction, DirectionField)
        direction.offer(tree)

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
    return table_response(header, _cells(found), name=f"croisements-{form.shows}", form="csv")


def _read(request: AgentRequest, *, most: int | None = MOST_COLUMNS) -> tuple[GridForm, Grid]:
    tree = Tree()
    form = GridForm.reading(request.GET, tree=tree)
    return form, grid_for(request.user, tree, shows=form.shows, within=form.unit, most=most)


def _cells(found: Grid) -> Iterator[list[Any]]:
    """An empty cell where nobody is."""
    for unit, counts in found.rows:
        yield [unit.name, *(count or None for count in counts)]
