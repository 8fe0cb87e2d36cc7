"""Admin forms of grids and absences."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db.backends.postgresql.psycopg_any import DateRange

from core.people.absences import check, refuse_own_name
from core.people.fields import AgentField
from core.people.models import Absence, Agent
from core.ui.fields import TOO_LONG, DayField, OneLineField
from core.ui.french import spaced
from core.ui.refusals import refusals_in
from suggestions.evaluation.forms import CurrentField
from suggestions.evaluation.grids import grid_stamp
from suggestions.models import Criterion, Grid
from suggestions.models.grid import MARKS
from suggestions.policies import group_members, is_head

NAME_LENGTH, QUESTION_LENGTH, WORD_LENGTH = 60, 300, 120


class GridForm(forms.Form):
    """All the words of a draft on one page: `cleaned_data` is what `rewrite_grid` takes."""

    takes_object = True

    def __init__(self, data: Any = None, *, obj: Grid, by: Agent) -> None:
        super().__init__(data)
        self.criteria = list(obj.criteria.all())
        self.fields["seen"] = CurrentField(required=False, initial=grid_stamp(self.criteria))
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
        error_messages={"required": "Écrivez quelque chose ici.", "max_length": TOO_LONG},
    )


class AbsenceForm(forms.ModelForm):
    """The head says whose; a member's is their own."""

    first = DayField(label="Premier jour")
    last = DayField(label="Dernier jour", help_text="Compris.")
    deputy = AgentField(
        label="Qui évalue à sa place",
        max_length=160,
        required=False,
        help_text=spaced(
            "Prénom et nom, ou identifiant, de n’importe quel agent ; il en est prévenu. "
            "Sans suppléant, personne n’est attendu à cette place."
        ),
    )
    member = forms.ModelChoiceField(
        label="Membre absent",
        queryset=Agent.objects.none(),
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
        member = self.fields["member"]
        assert isinstance(member, forms.ModelChoiceField)
        if self.instance.pk:
            del self.fields["member"]
            self.initial = {
                **self.initial,
                "first": self.instance.first_day,
                "last": self.instance.last_day,
                "deputy": self.instance.deputy,
            }
        elif is_head(self.by):
            group = group_members()
            member.queryset = group.by_name()
        else:
            member.queryset = Agent.objects.filter(pk=self.by.pk)
            member.empty_label = None

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if self.errors:
            return given
        member = self.instance.agent if self.instance.pk else given["member"]
        if given["last"] < given["first"]:
            self.add_error("last", "Le dernier jour vient après le premier.")
            return given
        wanted = Absence(
            pk=self.instance.pk,
            agent=member,
            deputy=given["deputy"],
            period=DateRange(given["first"], given["last"] + timedelta(days=1)),
        )
        with refusals_in(self):
            held = self.instance if self.instance.pk else Absence(agent=member)
            refuse_own_name(held, by=self.by, **{name: given[name] for name in ("first", "last", "deputy")})
            check(wanted)
        return given

    def _post_clean(self) -> None:
        """Nothing is written on the row here: the action does, and `clean` has asked its own questions."""
