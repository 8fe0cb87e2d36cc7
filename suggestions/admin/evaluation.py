"""Admin of grids (the head puts a draft in service) and of absences (members manage their own, the head everyone's)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from core.admin.base import ObjectAction, PolicyAdmin
from core.french import long_date, spaced
from core.people import confirmations
from core.people.fields import AgentField
from core.people.models import Absence, Agent
from core.people.requests import agent_of
from core.web.fields import DayField, OneLineField
from suggestions.evaluation import absences, grids, policies
from suggestions.evaluation.grids import grid_stamp
from suggestions.ideas.forms import SeenField
from suggestions.models import Criterion, Grid
from suggestions.models.evaluation import MARKS
from suggestions.policies import group_members, is_head, is_in_group

NAME_LENGTH, QUESTION_LENGTH, WORD_LENGTH = 60, 300, 120


class GridForm(forms.Form):
    """All the words of a draft on one page: `cleaned_data` is what `rewrite_grid` takes."""

    takes_object = True

    def __init__(self, data: Any = None, *, obj: Grid, by: Agent) -> None:
        super().__init__(data)
        self.criteria = list(obj.criteria.all())
        self.fields["seen"] = SeenField(initial=grid_stamp(self.criteria))
        for criterion in self.criteria:
            self._ask(criterion)

    def _ask(self, criterion: Criterion) -> None:
        code, name = criterion.code, criterion.name
        kind = criterion.get_kind_display().lower()
        self.fields[f"name_{code}"] = _line(spaced(f"Nom ({kind} : {name})"), NAME_LENGTH, criterion.name)
        self.fields[f"question_{code}"] = _line(
            f"Question posée ({name})", QUESTION_LENGTH, criterion.question
        )
        if criterion.kind != Criterion.Kind.VALUE:
            return
        weight = "Un poids va de 1 à 5."
        self.fields[f"weight_{code}"] = forms.IntegerField(
            label=f"Poids, de 1 à 5 ({name})",
            min_value=1,
            max_value=5,
            initial=criterion.weight,
            localize=False,
            error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), weight),
        )
        for mark in MARKS:
            label = f"Ce que veut dire {mark} ({name})"
            self.fields[f"word_{code}_{mark}"] = _line(label, WORD_LENGTH, criterion.words[mark])

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if self.errors:
            return given
        criteria: dict[str, dict[str, Any]] = {}
        for criterion in self.criteria:
            code = criterion.code
            criteria[code] = {"name": given[f"name_{code}"], "question": given[f"question_{code}"]}
            if criterion.kind == Criterion.Kind.VALUE:
                criteria[code]["weight"] = given[f"weight_{code}"]
                criteria[code]["words"] = [given[f"word_{code}_{mark}"] for mark in MARKS]
        return {"seen": given["seen"], "criteria": criteria}


def _line(label: str, length: int, initial: str) -> OneLineField:
    return OneLineField(
        label=label,
        max_length=length,
        initial=initial,
        error_messages={"required": "Écrivez quelque chose ici."},
    )


class AbsenceForm(forms.ModelForm):
    """The head says whose; a member's is their own."""

    first = DayField(label="Premier jour")
    last = DayField(label="Dernier jour", help_text="Ce jour est compris.")
    deputy = AgentField(
        label="Qui évalue à sa place",
        required=False,
        help_text=spaced(
            "Prénom et nom, ou identifiant, de n’importe quel agent ; il en est prévenu. "
            "Sans suppléant, personne n’est attendu à cette place."
        ),
    )
    member = forms.ModelChoiceField(
        label="Membre absent",
        queryset=group_members().by_name(),
        empty_label="Choisissez…",
        error_messages={
            "required": "Choisissez qui est absent.",
            "invalid_choice": "Choisissez dans la liste.",
        },
    )

    class Meta:
        model = Absence
        fields: list[str] = []

    field_order = ["member", "first", "last", "deputy"]
    # Set by the admin for each request.
    by: Agent

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["member"]
            self.initial = {
                **self.initial,
                "first": self.instance.first_day,
                "last": self.instance.last_day,
                "deputy": self.instance.deputy,
            }
        elif not is_head(self.by):
            member: Any = self.fields["member"]
            member.queryset, member.empty_label = Agent.objects.filter(pk=self.by.pk), None

    def _post_clean(self) -> None:
        """Nothing is checked nor written on the row here: the action does both."""


def _may_prepare(agent: Agent, grid: Grid) -> bool:
    return is_in_group(agent)


def _can_write(agent: Agent, grid: Grid) -> bool:
    return is_in_group(agent) and grid.state == Grid.State.DRAFT


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
            lambda agent, grid: is_in_group(agent) and grid.state == Grid.State.IN_USE,
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
            _can_write,
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
            lambda agent, grid: is_head(agent) and grid.state == Grid.State.DRAFT,
            may=lambda agent, grid: is_head(agent),
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
            _can_write,
            may=_may_prepare,
            form=forms.Form,
            done="La version en préparation est abandonnée.",
            help=spaced("Ses mots et ses poids sont perdus ; la grille en service ne change pas."),
        ),
    ]

    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return is_in_group(agent)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        obj = kwargs.get("obj")
        context["criteria"] = list(obj.criteria.all()) if obj else []
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="préparée par")
    def created_by_said(self, grid: Grid) -> str:
        return str(grid.created_by or "l’intranet, à son installation")


@admin.register(Absence)
class AbsenceAdmin(PolicyAdmin):
    form = AbsenceForm
    list_display = ["agent", "first_day", "last_day", "shown_deputy"]
    list_select_related = ["agent", "deputy"]
    ordering = ["-period", "pk"]
    # One at a time: each is its member's.
    actions = None

    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return is_in_group(agent)

    def can_add(self, agent: Any) -> bool:
        return policies.can_note_absence(agent)

    def can_change(self, agent: Any, obj: Any = None) -> bool:
        return policies.can_note_absence(agent, obj and obj.agent)

    can_delete = can_change

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        return super().add_view(request, form_url, {"title": "Noter une absence", **(extra_context or {})})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Absence]:
        """The group's: those of other agents are not its business."""
        return (
            super().get_queryset(request).filter(agent__in=group_members()).select_related("agent", "deputy")
        )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = type("AbsenceFormOfRequest", (AbsenceForm,), {"by": agent_of(request)})
        return self.stamped(form, request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj and not self.can_change(request.user, obj):
            return [(None, {"fields": self.list_display})]
        return [(None, {"fields": [*([] if obj else ["member"]), "first", "last", "deputy"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.list_display if obj and not self.can_change(request.user, obj) else []

    def save_model(self, request: HttpRequest, obj: Absence, form: Any, change: bool) -> None:
        given = {name: form.cleaned_data[name] for name in ("first", "last", "deputy")}
        if not change:
            obj.agent = form.cleaned_data["member"]
        absences.save_absence(obj, by=agent_of(request), **given)
        if said := confirmations.waits(obj):
            self.message_user(request, said, messages.WARNING)

    def delete_model(self, request: HttpRequest, obj: Absence) -> None:
        absences.remove_absence(obj, by=agent_of(request))

    @admin.display(description="premier jour", ordering="period")
    def first_day(self, absence: Absence) -> str:
        return long_date(absence.first_day)

    @admin.display(description="dernier jour")
    def last_day(self, absence: Absence) -> str:
        return f"{long_date(absence.last_day)} (passée)" if absence.is_over else long_date(absence.last_day)

    @admin.display(description="suppléant")
    def shown_deputy(self, absence: Absence) -> str:
        return str(absence.deputy or spaced("personne : sa place n’attend pas"))
