"""Form fields that name a direction or an agent."""

from __future__ import annotations

from typing import Any

from django import forms

from core.french import spaced
from core.people.tree import Tree, Unit


class DirectionField(forms.ChoiceField):
    """A unit of the tree, chosen by its key; the cleaned value is the Unit, or None."""

    def __init__(self, *, empty: str, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.empty = empty
        self.tree: Tree | None = None
        self.error_messages["invalid_choice"] = spaced(
            "Cette direction n’existe pas ou plus : choisissez dans la liste."
        )

    def clean(self, value: Any) -> Unit | None:
        reference = super().clean(value)
        return self.tree.by_reference(reference) if self.tree and reference else None


class DirectionForm(forms.Form):
    """A form with a `direction`, cleaned as its id."""

    def __init__(self, *args: Any, tree: Tree, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self, tree)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        unit = data.pop("direction", None)
        return data | {"direction_id": unit.pk if unit else None}


def offer_units(form: forms.Form, tree: Tree) -> None:
    field = form.fields["direction"]
    assert isinstance(field, DirectionField)
    field.tree = tree
    pairs = [(unit.reference, "\u2003" * unit.depth + unit.name) for unit in tree]
    field.choices = [("", field.empty), *pairs]
