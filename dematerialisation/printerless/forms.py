from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from core.people.models import Direction
from core.ui.french import spaced
from core.ui.stale_forms import StaleCheckForm
from dematerialisation.models import PrinterlessDay, PrinterlessDirection
from dematerialisation.models.printerless import MOST_PAGES
from dematerialisation.printerless.print_server import LARGEST, Reading

SALT = "printerless.reading"
AN_HOUR = 3600
READ_AGAIN = spaced("Cette lecture n’est plus valable : choisissez de nouveau le fichier.")
PAGES = ("pages_before", "pages_on_day")


def _pages(label: str, help_text: str = "") -> forms.IntegerField:
    wrong = "Écrivez un nombre entier, de 0 à un million, sans lettres ni virgule."
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=0,
        max_value=MOST_PAGES,
        localize=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )


class PagesForm(StaleCheckForm):
    pages_before = _pages("Pages un jour ordinaire", "Le compteur du copieur, d’un soir à l’autre.")
    pages_on_day = _pages("Pages ce jour-là")

    @staticmethod
    def initial_for(row: PrinterlessDirection) -> dict[str, Any]:
        return {name: getattr(row, name) for name in PAGES}


class PrintServerForm(forms.Form):
    file = forms.FileField(
        label="Fichier du serveur d’impression (.csv)",
        help_text=spaced("Trois colonnes sont lues : direction, pages, date. 5 Mo au plus."),
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Ce fichier est vide.",
            "invalid": "Choisissez un fichier.",
        },
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if refusal := getattr(file, "refusal", ""):
            raise ValidationError(refusal)
        if file.size > LARGEST:
            raise ValidationError(spaced("Ce fichier est trop lourd : 5 Mo au plus. Exportez un mois."))
        file.seek(0)
        return bytes(file.read())


def signed(reading: Reading, day: PrinterlessDay) -> str:
    """Sign the preview's sums for its button to send back: nothing waits on the server."""
    sums = [(each.direction.pk, each.before, each.on_day) for each in reading.counted]
    return signing.dumps([day.pk, sums], salt=SALT, compress=True)


class ConfirmForm(forms.Form):
    reading = forms.CharField(widget=forms.HiddenInput, error_messages={"required": READ_AGAIN})

    def __init__(self, *args: Any, day: PrinterlessDay, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day

    def clean_reading(self) -> list[tuple[Direction, int | None, int | None]]:
        try:
            day, sums = signing.loads(self.cleaned_data["reading"], salt=SALT, max_age=AN_HOUR)
        except signing.BadSignature as error:
            raise ValidationError(READ_AGAIN) from error
        if day != self.day.pk:
            raise ValidationError(READ_AGAIN)
        directions = Direction.objects.in_bulk([key for key, _, _ in sums])
        return [(directions[key], before, on_day) for key, before, on_day in sums if key in directions]
