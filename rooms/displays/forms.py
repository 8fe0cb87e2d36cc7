from __future__ import annotations

from typing import Any

from django import forms

from core.people.models import Agent
from core.ui.fields import OneLineField, offer
from core.ui.french import spaced
from rooms import policies
from rooms.models import Room, Site


class ScreenForm(forms.Form):
    """A screen of a door or of a hall; the managers of some rooms are offered only their doors."""

    name = OneLineField(
        label="Nom de l’écran",
        max_length=80,
        help_text=spaced("Pour le reconnaître dans la liste, par exemple « Porte des Remparts »."),
        error_messages={"required": "Donnez un nom à cet écran."},
    )
    place = forms.ChoiceField(
        label="Ce qu’il montre",
        error_messages={
            "required": "Choisissez une porte ou un hall.",
            "invalid_choice": "Choisissez une porte ou un hall de la liste.",
        },
    )

    def __init__(self, *args: Any, by: Agent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rooms = Room.objects.kept_by(by).select_related("site").by_name()
        sites = list(Site.objects.by_name()) if policies.can_manage(by) else []
        self.places: dict[str, Room | Site] = {f"hall:{site.slug}": site for site in sites}
        halls = [(key, spaced(f"Hall : {site.name}")) for key, site in self.places.items()]
        doors: dict[str, list[tuple[str, str]]] = {}
        for room in rooms:
            self.places[f"porte:{room.slug}"] = room
            doors.setdefault(f"Portes, {room.site.name}", []).append((f"porte:{room.slug}", room.name))
        groups: list[Any] = [("", "Choisissez"), *([("Halls", halls)] if halls else []), *doors.items()]
        offer(self, "place", groups)

    def clean_place(self) -> Room | Site:
        return self.places[self.cleaned_data["place"]]
