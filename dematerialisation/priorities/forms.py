from __future__ import annotations

from typing import Any

from django import forms

from core.people.models import Direction
from core.ui.fields import OneLineField, PlainTextField, offer
from core.ui.filters import FilterForm
from core.ui.french import spaced
from dematerialisation.models import Priority
from dematerialisation.models.action import DECISION_LENGTH, TITLE_LENGTH
from dematerialisation.models.priorities import WishQuerySet


class PriorityActionForm(forms.Form):
    title = OneLineField(
        label="L’action", max_length=TITLE_LENGTH, error_messages={"required": "Donnez un titre à l’action."}
    )
    what_was_decided = PlainTextField(
        label="Ce qui a été décidé",
        max_length=DECISION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Dites ce qui a été décidé."},
    )


def suggested(priority: Priority) -> dict[str, str]:
    """The priority's name, and its wishes with their directions."""
    wishes = (spaced(f"{wish.direction} : {wish}") for wish in priority.wishes.select_related("direction"))
    return {"title": priority.name, "what_was_decided": "\n".join(wishes)[:DECISION_LENGTH]}


class WishFilterForm(FilterForm):
    FATES = [
        ("", "Tous"),
        ("alone", "Sans priorité encore"),
        ("grouped", "Dans une priorité"),
        ("answered", "Avec une action"),
    ]

    direction = forms.TypedChoiceField(label="Direction", required=False, coerce=int, empty_value=None)
    fate = forms.ChoiceField(label="Ce qu’il devient", required=False, choices=FATES)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        directions = Direction.objects.concerned().values_list("pk", "name")
        offer(self, "direction", [("", "Toutes"), *directions])

    def filter(self, wishes: WishQuerySet) -> WishQuerySet:
        asked = self.cleaned_data
        if asked.get("direction"):
            wishes = wishes.filter(direction=asked["direction"])
        if asked.get("fate") == "alone":
            return wishes.filter(priority=None)
        if asked.get("fate") == "grouped":
            return wishes.filter(priority__isnull=False)
        if asked.get("fate") == "answered":
            return wishes.filter(priority__actions__isnull=False).distinct()
        return wishes
