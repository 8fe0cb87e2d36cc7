from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core.people.models import Agent
from core.people.resuming import ResumableForm
from core.ui import french
from core.ui.once import OneTimeForm
from rooms import periods, policies
from rooms.actions import MISSING_REASON
from rooms.models import Booking, Room

MIDNIGHT = "24:00"
BAD_CLOCK = {
    "required": "Choisissez une heure.",
    "invalid_choice": "Choisissez une heure de la liste, au quart d’heure près.",
}


def _clocks() -> Iterator[tuple[str, str]]:
    for minutes in range(0, 24 * 60, 15):
        clock = dt.time(minutes // 60, minutes % 60)
        yield f"{clock:%H:%M}", french.clock(clock)


STARTS = list(_clocks())
ENDS = [*STARTS[1:], (MIDNIGHT, "minuit")]


def room_choices(rooms: list[Room]) -> list[Any]:
    """The rooms that can be booked, by site."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for room in rooms:
        if room.is_bookable:
            label = f"{room.name} ({french.count_of(room.capacity, 'place')})"
            groups.setdefault(room.site.name, []).append((room.slug, label))
    return [("", "Choisissez une salle"), *groups.items()]


class BookingFields(ResumableForm):
    """Room, day, times, title; managers may also give the day when it ends."""

    room = forms.CharField(
        label="Salle", widget=forms.Select, error_messages={"required": "Choisissez une salle."}
    )
    date = forms.DateField(
        label="Date",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Choisissez une date.",
            "invalid": "Cette date n’existe pas. Écrivez-la comme 26/11/2026.",
        },
    )
    start = forms.ChoiceField(label="Début", choices=STARTS, error_messages=BAD_CLOCK)
    end = forms.ChoiceField(label="Fin", choices=ENDS, error_messages=BAD_CLOCK)
    end_date = forms.DateField(
        label="Dernier jour",
        required=False,
        help_text="Seulement si la réservation dure plusieurs jours.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Cette date n’existe pas. Écrivez-la comme 26/11/2026."},
    )
    title = forms.CharField(
        label="Objet",
        max_length=120,
        help_text="Ce que les autres liront dans l’agenda de la salle.",
        error_messages={"required": "Dites en quelques mots à quoi servira la salle."},
    )
    is_private = forms.BooleanField(
        label="Réservation privée",
        required=False,
        help_text="Les autres liront seulement «\u00a0Réservé\u00a0»\u00a0; qui gère les salles voit tout.",
    )

    def __init__(self, *args: Any, by: Agent, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        rooms = list(Room.objects.select_related("site").by_name().order_by("site__name", "name"))
        self.rooms = {room.slug: room for room in rooms}
        self.fields["room"].widget.choices = room_choices(rooms)
        if not policies.can_manage(by):
            del self.fields["end_date"]

    def clean_room(self) -> Room:
        room = self.rooms.get(self.cleaned_data["room"])
        if room is None:
            raise ValidationError("Cette salle n’existe pas. Choisissez-en une dans la liste.")
        return room

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
        if "date" in cleaned and "start" in cleaned and "end" in cleaned:
            start = self._moment("start", cleaned["date"], cleaned["start"])
            end = self._moment("end", cleaned.get("end_date") or cleaned["date"], cleaned["end"])
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

    def booked(self) -> dict[str, Any]:
        """What the actions take, once valid."""
        return {name: self.cleaned_data[name] for name in ("room", "period", "title", "is_private")}


class BookingForm(OneTimeForm, BookingFields):
    """A new booking, with its one-time key."""


class ChangeForm(BookingFields):
    """A booking that stands already; for someone else's, why."""

    reason = forms.CharField(
        label="Motif",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="La personne qui a réservé le recevra.",
        error_messages={"required": MISSING_REASON},
    )

    def __init__(self, *args: Any, by: Agent, booking: Booking, **kwargs: Any) -> None:
        super().__init__(*args, by=by, initial=initial_of(booking), **kwargs)
        if not policies.must_give_reason(by, booking):
            del self.fields["reason"]


def initial_of(booking: Booking) -> dict[str, Any]:
    """The form's fields as the booking has them."""
    start, end = timezone.localtime(booking.period.lower), timezone.localtime(booking.period.upper)
    last_day, last_clock = end.date(), f"{end:%H:%M}"
    if last_clock == "00:00":
        last_day, last_clock = last_day - dt.timedelta(days=1), MIDNIGHT
    return {
        "room": booking.room.slug,
        "date": start.date(),
        "start": f"{start:%H:%M}",
        "end": last_clock,
        "end_date": last_day if last_day != start.date() else None,
        "title": booking.title,
        "is_private": booking.is_private,
    }


class CancelForm(forms.Form):
    """Why, when it is someone else's."""

    reason = forms.CharField(
        label="Motif",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="La personne qui a réservé le recevra par messagerie et sur l’intranet.",
        error_messages={"required": MISSING_REASON},
    )

    def __init__(self, *args: Any, by: Agent, booking: Booking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not policies.must_give_reason(by, booking):
            del self.fields["reason"]


class ReasonForm(forms.Form):
    """The admin's: a manager's own booking needs a reason there too."""

    reason = forms.CharField(
        label="Motif",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="La personne qui a réservé le recevra par messagerie et sur l’intranet.",
    )
