from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils import timezone

from core.ui.fields import DayField, OneLineField, PlainTextField
from core.ui.french import spaced
from core.ui.once import OneTimeForm
from core.ui.stale_forms import StaleCheckForm
from spaces.models import PLACE_LENGTH, TEXT_LENGTH, TITLE_LENGTH, Event

BAD_CLOCK = {
    "required": "Donnez une heure.",
    "invalid": spaced("Cette heure n’existe pas : écrivez-la comme 14:30."),
}


def _clock_field(label: str) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, error_messages=BAD_CLOCK)


class EventForm(forms.Form):
    """`cleaned_data` is what the actions take: two moments in the place of a day and two clocks."""

    title = OneLineField(
        label="Quoi", max_length=TITLE_LENGTH, error_messages={"required": "Dites de quoi il s’agit."}
    )
    day = DayField(label="Jour")
    start = _clock_field("De")
    end = _clock_field("À")
    place = OneLineField(
        label="Où",
        max_length=PLACE_LENGTH,
        required=False,
        help_text=spaced(
            "Une salle, une adresse ; la réservation d’une salle se fait ensuite, en deux clics."
        ),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day, start, end = (data.pop(name, None) for name in ("day", "start", "end"))
        if day and start and end:
            moments = [timezone.make_aware(datetime.combine(day, clock)) for clock in (start, end)]
            data["starts_at"], data["ends_at"] = moments
            # As moments: the clocks change in some nights.
            if moments[1].astimezone(UTC) <= moments[0].astimezone(UTC):
                self.add_error("end", "La fin doit suivre le début.")
        return data


class EventAddForm(OneTimeForm, EventForm):
    pass


class EventChangeForm(StaleCheckForm, EventForm):
    @staticmethod
    def initial_for(event: Event) -> dict[str, Any]:
        starts, ends = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
        return {
            "title": event.title,
            "day": starts.date(),
            "start": starts.time(),
            "end": ends.time(),
            "place": event.place,
            # Of the stamp alone.
            "sequence": event.sequence,
        }


class DecisionForm(OneTimeForm):
    text = PlainTextField(
        label="Ce qui est décidé",
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Écrivez la décision."},
    )
    decided_on = DayField(label="Décidé le", initial=timezone.localdate)

    def clean_decided_on(self) -> Any:
        day = self.cleaned_data["decided_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Une décision est prise aujourd’hui ou l’a été avant.")
        return day
