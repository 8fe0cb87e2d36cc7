from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from core.people.models import Assignment
from core.people.models.matrix import NO_STAFF_REPRESENTATION, is_staff_representation
from core.people.tree import Tree
from core.ui.fields import DayField, OneLineField
from core.ui.once import OneTimeForm
from core.ui.stale_forms import StaleCheckForm
from directory.fields import DirectionField

KINDS = [choice for choice in Assignment.Kind.choices if choice[0] != Assignment.Kind.PROJECT]


class AssignmentFields(forms.Form):
    kind = forms.ChoiceField(label="Nature", choices=KINDS)
    title = OneLineField(
        label="Fonction",
        max_length=120,
        help_text="Par exemple «\u00a0Référente prévention\u00a0» ou «\u00a0Directeur des sports par intérim\u00a0».",
        error_messages={"required": "Dites de quelle fonction il s’agit."},
    )
    direction = DirectionField(label="Où", empty="Toute la ville")
    first = DayField(label="Premier jour")
    last = DayField(label="Dernier jour", required=False, help_text="Compris. Vide\u00a0: sans fin prévue.")

    def __init__(self, *args: Any, tree: Tree, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        direction = self.fields["direction"]
        assert isinstance(direction, DirectionField)
        direction.offer(tree)

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if is_staff_representation(title):
            raise forms.ValidationError(NO_STAFF_REPRESENTATION)
        return title

    @property
    def given(self) -> dict[str, Any]:
        """What the actions take."""
        names = ("kind", "title", "first", "last")
        unit = self.cleaned_data["direction"]
        return {name: self.cleaned_data[name] for name in names} | {"direction_id": unit.pk if unit else None}


class AssignForm(OneTimeForm, AssignmentFields):
    def __init__(self, data: Any = None, *, tree: Tree) -> None:
        super().__init__(data, tree=tree, initial={"first": timezone.localdate()})


class AssignmentForm(StaleCheckForm, AssignmentFields):
    @staticmethod
    def initial_for(row: Assignment, tree: Tree) -> dict[str, Any]:
        unit = tree.units.get(row.direction_id) if row.direction_id else None
        said = {"kind": row.kind, "title": row.title, "first": row.first_day, "last": row.last_day}
        return said | {"direction": unit.reference if unit else ""}


class EndForm(StaleCheckForm):
    """Only the stamp: what is ended is what was read."""
