"""Form fields that several features use: times by the quarter of an hour, a period, privacy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core import french
from core.french import spaced
from rooms import periods

BAD_CLOCK = {
    "required": "Choisissez une heure.",
    "invalid_choice": "Choisissez une heure de la liste, au quart d’heure près.",
}


def _clocks() -> Iterator[tuple[str, str]]:
    for minutes in range(0, 24 * 60, 15):
        clock = dt.time(minutes // 60, minutes % 60)
        yield f"{clock:%H:%M}", french.clock(clock)


STARTS = list(_clocks())
ENDS = [*STARTS[1:], (periods.MIDNIGHT, "minuit")]


class PeriodForm(forms.Form):
    """Made one `period` by `clean`: the fields date, start, end, and end_date where it has it."""

    # What asks for the last day, where an end before its start may be of the next one.
    asks_last_day = ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"date", "start", "end"} <= cleaned.keys() and "end_date" not in self.errors:
            start = self._moment("start", cleaned["date"], cleaned["start"])
            end = self._moment("end", cleaned.get("end_date") or cleaned["date"], cleaned["end"])
            if (last := cleaned.get("end_date")) and last < cleaned["date"]:
                self.add_error("end_date", "Ce jour vient avant celui du début.")
            elif start and end and end <= start:
                self.add_error("end", "La fin doit venir après le début.")
                if self.asks_last_day and "end_date" in self.fields and not last:
                    self.add_error("end_date", self.asks_last_day)
            elif start and end:
                cleaned["period"] = DateTimeTZRange(start, end)
        return cleaned

    def _moment(self, field: str, day: dt.date, clock: str) -> dt.datetime | None:
        try:
            return periods.typed_moment(day, clock)
        except ValidationError as error:
            self.add_error(field, error)
            return None


class PrivateField(forms.BooleanField):
    """Whether others read only that the room is taken."""

    def __init__(self) -> None:
        super().__init__(
            label="Réservation privée",
            required=False,
            help_text=spaced("Les autres liront seulement « Réservé » ; qui gère les salles voit tout."),
        )
