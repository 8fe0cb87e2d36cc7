from __future__ import annotations

from typing import Any

from django import forms

from core.people.models import Agent
from core.people.ordering import alphabetical
from core.ui.fields import DayField, OneLineField, offer
from core.ui.french import spaced
from core.ui.once import OneTimeForm
from rooms import periods, policies
from rooms.fields import BAD_CLOCK, BAD_DATE, ENDS, STARTS, PeriodForm
from rooms.models import Room, Site

ALL = "toutes"


class ClosureForm(OneTimeForm, PeriodForm):
    where = forms.ChoiceField(
        label="Ce qui est fermé",
        error_messages={
            "required": "Choisissez ce qui est fermé.",
            "invalid_choice": "Choisissez dans la liste.",
        },
    )
    date = DayField(
        label="Premier jour",
        error_messages=BAD_DATE,
    )
    start = forms.ChoiceField(label="À partir de", choices=STARTS, initial="00:00", error_messages=BAD_CLOCK)
    end_date = DayField(
        label="Dernier jour",
        required=False,
        help_text=spaced("Vide : le même jour."),
        error_messages=BAD_DATE,
    )
    end = forms.ChoiceField(label="Jusqu’à", choices=ENDS, initial=periods.MIDNIGHT, error_messages=BAD_CLOCK)
    reason = OneLineField(
        label="Motif",
        max_length=200,
        help_text="Tous les agents le liront.",
        error_messages={"required": spaced("Dites pourquoi : tous les agents le liront.")},
    )

    def __init__(self, *args: Any, by: Agent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = [
            room
            for room in Room.objects.select_related("site").order_by(*alphabetical("site__name", "name"))
            if policies.can_manage_room(by, room)
        ]
        self.rooms = {f"salle-{room.slug}": room for room in mine}
        self.sites: dict[str, Site] = {}
        choices: list[Any] = [("", "Choisissez")]
        if policies.can_manage(by):
            self.sites = {f"site-{room.site.slug}": room.site for room in mine}
            choices.append((ALL, "Toutes les salles"))
            choices.append(("Un site", [(key, site.name) for key, site in self.sites.items()]))
        by_site: dict[str, list[tuple[str, str]]] = {}
        for key, room in self.rooms.items():
            by_site.setdefault(room.site.name, []).append((key, room.name))
        offer(self, "where", [*choices, *by_site.items()])

    def closed(self) -> dict[str, Any]:
        where = self.cleaned_data["where"]
        return {
            "room": self.rooms.get(where),
            "site": self.sites.get(where),
            **{name: self.cleaned_data[name] for name in ("period", "reason")},
        }
