"""Admin of grids: the group reads them and prepares a draft, its head puts it in service."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from core.admin.base import ObjectAction, PolicyAdmin
from core.people.models import Agent
from core.ui.french import spaced
from suggestions.evaluation import grids, policies
from suggestions.evaluation.admin_forms import GridForm
from suggestions.models import Grid


def _is_draft(grid: Grid) -> bool:
    return grid.state == Grid.State.DRAFT


def _may_prepare(agent: Agent, grid: Grid) -> bool:
    return policies.can_prepare_grid(agent)


@admin.register(Grid)
class GridAdmin(PolicyAdmin):
    """Versions never change once in service: a new one is a draft with the words of the last."""

    list_display = ["__str__", "state", "in_use_since", "note"]
    fields = ["version", "state", "created_by_said", "created_at", "in_use_since"]
    readonly_fields = ["version", "state", "created_by_said", "created_at", "in_use_since"]
    change_form_template = "admin/suggestions/grid_change_form.html"
    object_actions = [
        ObjectAction(
            "preparer",
            "Préparer une nouvelle version",
            grids.prepare_grid,
            lambda agent, grid: policies.can_prepare_grid(agent) and grid.state == Grid.State.IN_USE,
            may=_may_prepare,
            done=spaced(
                "La nouvelle version est en préparation, avec les mots de celle-ci : ouvrez-la dans la liste "
                "pour les changer."
            ),
        ),
        ObjectAction(
            "ecrire",
            "Changer les mots et les poids",
            grids.rewrite_grid,
            lambda agent, grid: policies.can_prepare_grid(agent) and _is_draft(grid),
            may=_may_prepare,
            form=GridForm,
            is_main=True,
            done="La grille en préparation est changée.",
            help=spaced(
                "Un poids de 2 compte deux fois. Un piège n’a pas de poids : un veto ne se moyenne pas."
            ),
        ),
        ObjectAction(
            "mettre-en-service",
            "Mettre en service",
            grids.put_in_use,
            lambda agent, grid: policies.can_put_in_use(agent) and _is_draft(grid),
            may=lambda agent, grid: policies.can_put_in_use(agent),
            form=forms.Form,
            done=spaced(
                "Cette version est en service : les prochaines évaluations la suivent, "
                "les précédentes gardent la leur."
            ),
            help="Elle prend la place de la grille en service, et ne pourra plus être changée.",
        ),
        ObjectAction(
            "abandonner",
            "Abandonner cette version",
            grids.drop_draft,
            lambda agent, grid: policies.can_prepare_grid(agent) and _is_draft(grid),
            may=_may_prepare,
            form=forms.Form,
            done="La version en préparation est abandonnée.",
            help=spaced("Ses mots et ses poids sont perdus ; la grille en service ne change pas."),
        ),
    ]

    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return policies.can_see_grids(agent)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        obj = kwargs.get("obj")
        context["criteria"] = list(obj.criteria.all()) if obj else []
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="préparée par")
    def created_by_said(self, grid: Grid) -> str:
        return str(grid.created_by or "l’intranet, à son installation")
