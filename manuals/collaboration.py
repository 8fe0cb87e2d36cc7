"""The tools in which several directions work together."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from core.french import spaced
from core.history.context import action_context
from core.people.models import Agent, Direction
from core.people.requests import AgentRequest
from core.web.fields import OneLineField
from core.web.forms import FilterForm
from core.web.pagination import paginate
from core.web.refusals import submitted
from core.web.stale_forms import StaleCheckForm, atomic_post, lock_on_post
from manuals import policies
from manuals.actions import lock_software
from manuals.models import Software
from manuals.querysets import SoftwareQuerySet


@transaction.atomic
def describe_sharing(
    software: Software, *, by: Agent, is_collaborative: bool, shared_use: str, shared_by: Iterable[Direction]
) -> Software:
    """Say that several directions work together in it, what for and which; or that they do not."""
    software = lock_software(software, by=by)
    if is_collaborative and not shared_use.strip():
        raise ValidationError({"shared_use": "Dites ce que les directions font ensemble avec cet outil."})
    software.is_collaborative, software.shared_use = is_collaborative, shared_use
    with action_context("a dit ce que l’on y fait ensemble", by=by):
        software.save(update_fields=["is_collaborative", "shared_use"])
        software.shared_by.set(shared_by)
    return software


class SharedToolForm(StaleCheckForm):
    is_collaborative = forms.BooleanField(
        label="C’est un outil de travail transversal",
        required=False,
        help_text="Plusieurs directions y travaillent ensemble sur les mêmes dossiers.",
    )
    shared_use = OneLineField(
        label="Ce que l’on y fait ensemble",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="En une ou deux phrases, avec les mots des agents. 300 caractères au plus.",
    )
    shared_by = forms.ModelMultipleChoiceField(
        label="Les directions qui s’en servent ensemble",
        queryset=Direction.objects.by_name(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": spaced("Cette direction n’existe pas ou plus : choisissez dans la liste.")
        },
    )


class SharedToolFilterForm(FilterForm):
    direction = forms.TypedChoiceField(
        label="Avec la direction", required=False, coerce=int, empty_value=None
    )

    @classmethod
    def offered(cls) -> dict[str, list[Any]]:
        shared = Software.objects.collaborative().filter(shared_by=OuterRef("pk"))
        directions = Direction.objects.filter(Exists(shared)).by_name()
        return {"direction": [("", "Toutes"), *directions.values_list("pk", "name")]}

    def filter(self, software: SoftwareQuerySet) -> SoftwareQuerySet:
        asked = self.cleaned_data["direction"]
        return software.filter(shared_by=asked) if asked else software


@require_safe
def shared_tools(request: AgentRequest) -> HttpResponse:
    """« Travailler ensemble »: for every agent."""
    filters = SharedToolFilterForm.reading(request.GET)
    tools = filters.filter(Software.objects.collaborative()).for_sharing()
    context = {"page": paginate(tools, request), "filters": filters}
    return render(request, "manuals/collaboration/shared_tools.html", context)


@atomic_post
def shared_tool_edit(request: AgentRequest, reference: str) -> HttpResponse:
    software = policies.kept_software(request.user, reference)
    lock_on_post(request, software)
    form = SharedToolForm(request.POST or None, initial=SharedToolForm.initial_for(software))
    if submitted(
        request, form, partial(describe_sharing, software, by=request.user), done="C’est enregistré."
    ):
        return redirect(software)
    context = {"form": form, "software": software}
    return render(request, "manuals/collaboration/shared_tool_edit.html", context)
