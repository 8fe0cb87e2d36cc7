from __future__ import annotations

from typing import Any

from django import forms

from core.ui.fields import PlainTextField
from rooms.models import Booking
from rooms.requests.actions import MISSING_REASON

ACCEPT, DECLINE = "accepter", "refuser"
WORDS = "La personne qui a demandé la salle les recevra. Il en faut pour refuser."


class AcceptForm(forms.Form):
    """The admin's: words are not needed to accept."""

    words = PlainTextField(
        label="Vos mots",
        max_length=500,
        required=False,
        help_text="La personne qui a demandé la salle les recevra.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    """Words, and which of the two buttons was pressed; a refusal needs words."""

    words = PlainTextField(
        label="Vos mots",
        max_length=500,
        required=False,
        help_text=WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.answer = (data or {}).get("reponse", "")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.answer not in (ACCEPT, DECLINE):
            self.add_error(None, "Choisissez d’accepter ou de refuser.")
        elif self.answer == DECLINE and "words" in cleaned and not cleaned["words"].strip():
            self.add_error("words", MISSING_REASON)
        return cleaned


class AnswersForm(AnswerForm):
    """Several requests at once: those that were ticked, or all the dates of one series, by its own two buttons."""

    def __init__(self, data: Any = None, *, requests: list[Booking]) -> None:
        super().__init__(data)
        self.requests = {booking.reference: booking for booking in requests}
        self.answer, _, series = self.answer.partition(":")
        self.ticked = set(data.getlist("demande")) if data else set()
        if series:
            # What the page showed, never a date asked for since; a refusal without words finds them ticked.
            self.ticked = {*data.get(f"dates-{series}", "").split(",")} - {""}

    @property
    def chosen(self) -> list[Booking]:
        return [booking for reference, booking in self.requests.items() if reference in self.ticked]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.ticked:
            self.add_error(None, "Cochez au moins une demande.")
        return cleaned
