from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.people.models import Agent
from core.people.resuming import ResumableForm
from core.ui.fields import OneLineField
from rooms import periods, policies
from rooms.forms import BAD_CLOCK, ENDS, MIDNIGHT, STARTS
from rooms.models import Room, Site

ALL = "toutes"
BAD_DATE = {
    "required": "Choisissez une date.",
    "invalid": "Cette date n’existe pas. Écrivez-la comme 26/11/2026.",
}


class ClosureForm(ResumableForm):
    """What is closed, from when to when, why, and whether it goes before the bookings."""

    where = forms.ChoiceField(
        label="Ce qui est fermé",
        error_messages={
            "required": "Choisissez ce qui est fermé.",
            "invalid_choice": "Choisissez dans la liste.",
        },
    )
    date = forms.DateField(
        label="Premier jour",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=BAD_DATE,
    )
    start = forms.ChoiceField(label="À partir de", choices=STARTS, initial="00:00", error_messages=BAD_CLOCK)
    end_date = forms.DateField(
        label="Dernier jour",
        required=False,
        help_text="Vide\u00a0: le même jour.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=BAD_DATE,
    )
    end = forms.ChoiceField(label="Jusqu’à", choices=ENDS, initial=MIDNIGHT, error_messages=BAD_CLOCK)
    reason = OneLineField(
        label="Motif",
        max_length=200,
        help_text="Tous les agents le liront.",
        error_messages={"required": "Dites pourquoi\u00a0: tous les agents le liront."},
    )
    is_priority = forms.BooleanField(
        label="Prioritaire (élection, séance du conseil…)",
        required=False,
        help_text=(
            "Les réservations qui s’y trouvent vous sont d’abord montrées, puis déplacées ou annulées\u00a0; "
            "chaque personne est prévenue. Sans cela, elles restent."
        ),
    )

    def __init__(self, *args: Any, by: Agent, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        mine = [
            room
            for room in Room.objects.select_related("site").by_name().order_by("site__name", "name")
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
        field = self.fields["where"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [*choices, *by_site.items()]

    def clean_date(self) -> dt.date:
        return self._plausible(self.cleaned_data["date"])

    def clean_end_date(self) -> dt.date | None:
        day = self.cleaned_data["end_date"]
        return self._plausible(day) if day else None

    @staticmethod
    def _plausible(day: dt.date) -> dt.date:
        if not periods.FIRST_YEAR <= day.year < periods.LAST_YEAR:
            raise ValidationError("Vérifiez l’année de cette date.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not {"date", "start", "end", "end_date"} <= cleaned.keys():
            return cleaned
        last_day = cleaned["end_date"] or cleaned["date"]
        start = self._moment("start", cleaned["date"], cleaned["start"])
        end = self._moment("end", last_day, cleaned["end"])
        if start and end and end <= start:
            self.add_error("end", "La fin doit venir après le début.")
        elif start and end:
            cleaned["period"] = DateTimeTZRange(start, end)
        return cleaned

    def _moment(self, field: str, day: dt.date, clock: str) -> dt.datetime | None:
        if clock == MIDNIGHT:
            return periods.midnight(day + dt.timedelta(days=1))
        try:
            return periods.sure_moment(day, dt.time.fromisoformat(clock))
        except ValidationError as error:
            self.add_error(field, error)
            return None

    def closed(self) -> dict[str, Any]:
        """What the action takes, once valid."""
        where = self.cleaned_data["where"]
        return {
            "room": self.rooms.get(where),
            "site": self.sites.get(where),
            **{name: self.cleaned_data[name] for name in ("period", "reason", "is_priority")},
        }
