from __future__ import annotations

from typing import Any

from django import forms

from core.ui.fields import TOO_LONG, PlainTextField, offer
from core.ui.french import spaced
from core.ui.once import OneTimeForm
from rooms.models import Equipment, Room

OTHER = "autre"


class ProblemForm(OneTimeForm):
    """`what()` gives the equipment that is broken, or None."""

    equipment = forms.ChoiceField(
        label=spaced("Qu’est-ce qui ne va pas ?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": spaced("Choisissez ce qui ne va pas, ou « Autre chose »."),
            "invalid_choice": "Cet équipement n’est plus dans cette salle.",
        },
    )
    words = PlainTextField(
        label="Dites-le en quelques mots",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": spaced("Écrivez ce que vous avez vu : qui gère la salle saura quoi apporter."),
            "max_length": TOO_LONG,
        },
    )

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of_room = {str(one.pk): one for one in room.equipment.all()}
        named = [(pk, f"{one.name} en panne") for pk, one in self.of_room.items()]
        offer(self, "equipment", [*named, (OTHER, "Autre chose")])
        if not named:
            del self.fields["equipment"]

    def what(self) -> Equipment | None:
        return self.of_room.get(self.cleaned_data.get("equipment", OTHER))
