from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.http import QueryDict

from core.people.models import Agent
from core.people.resume_after_login import ResumableForm
from core.ui.fields import OneLineField, offer
from rooms import access, periods
from rooms.models import Room, Site
from rooms.pages.bookings.forms import PrivateField


class WaitForm(ResumableForm):
    """What one would book; the room and the times are in the page's address."""

    title = OneLineField(
        label="Objet",
        max_length=120,
        help_text="Ce que les autres liront dans l’agenda de la salle, si elle est à vous.",
        error_messages={"required": "Dites en quelques mots à quoi servira la salle."},
    )
    is_private = PrivateField()


def asked_slot(query: QueryDict) -> tuple[str, DateTimeTZRange] | None:
    """The room's slug and the period of `rooms.links.wait`, or None for what does not read."""
    day = periods.readable_day(query.get("le", ""))
    last_day = periods.readable_day(query.get("au", "")) if query.get("au") else day
    room = query.get("salle", "")
    if day is None or last_day is None or not room or "\x00" in room:
        return None
    try:
        start = periods.typed_moment(day, query.get("de", ""))
        end = periods.typed_moment(last_day, query.get("a", ""))
    except (ValueError, ValidationError):
        return None
    return (room, DateTimeTZRange(start, end)) if start < end else None


class ScreenForm(forms.Form):
    """A screen of a door or of a hall; whoever keeps some rooms only has their doors."""

    name = OneLineField(
        label="Nom de l’écran",
        max_length=80,
        help_text="Pour le reconnaître dans la liste, par exemple «\u00a0Porte des Remparts\u00a0».",
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
        sites = list(Site.objects.by_name()) if access.can_manage(by) else []
        self.places: dict[str, Room | Site] = {f"hall:{site.slug}": site for site in sites}
        halls = [(key, f"Hall\u00a0: {site.name}") for key, site in self.places.items()]
        doors: dict[str, list[tuple[str, str]]] = {}
        for room in rooms:
            self.places[f"porte:{room.slug}"] = room
            doors.setdefault(f"Portes, {room.site.name}", []).append((f"porte:{room.slug}", room.name))
        groups: list[Any] = [("", "Choisissez"), *([("Halls", halls)] if halls else []), *doors.items()]
        offer(self, "place", groups)

    def clean_place(self) -> Room | Site:
        return self.places[self.cleaned_data["place"]]
