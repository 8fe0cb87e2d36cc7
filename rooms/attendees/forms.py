"""Whom to invite."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from core.people.fields import AgentField
from core.people.models import Agent
from core.ui.fields import PlainTextField
from core.ui.french import spaced
from rooms.models import Booking
from rooms.series.actions import may_settle

MOST_LINES = 100


@dataclass(frozen=True)
class Guests:
    agents: list[Agent] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.agents or self.addresses)

    def add(self, line: str) -> None:
        """ValidationError for a name or an address that is nobody's."""
        if "@" not in line:
            self.agents.append(AgentField().clean(line))
            return
        try:
            validate_email(line)
        except ValidationError:
            raise ValidationError(spaced(f"« {line} » n’est pas une adresse de messagerie.")) from None
        self.addresses.append(line)


class GuestsField(PlainTextField):
    """Names, identifiants and addresses, one a line; the value is `Guests`."""

    def __init__(self, *, rows: int = 5, **kwargs: Any) -> None:
        given: dict[str, Any] = {
            "label": "Qui inviter",
            "max_length": 10_000,
            "widget": forms.Textarea(attrs={"rows": rows, "spellcheck": "false"}),
            "help_text": spaced(
                "Une personne par ligne : le prénom et le nom d’un collègue, son identifiant, "
                "ou une adresse de messagerie pour quelqu’un de l’extérieur."
            ),
            "error_messages": {"required": "Écrivez au moins une personne."},
        }
        super().__init__(**{**given, **kwargs})

    def clean(self, value: Any) -> Guests:
        typed: str = super().clean(value)
        # « Ana Lind <ana@ailleurs.example>; … », as messaging programs copy it: the address alone counts.
        parts = [part.rpartition("<")[2] for part in typed.replace(";", "\n").splitlines()]
        lines = [line for part in parts if (line := part.strip(" \t,>"))]
        if len(lines) > MOST_LINES:
            raise ValidationError(f"Invitez {MOST_LINES} personnes au plus à la fois.")
        guests, faults = Guests(), []
        for line in dict.fromkeys(lines):
            try:
                guests.add(line)
            except ValidationError as error:
                faults.append(error)
        if faults:
            raise ValidationError(faults)
        return guests


class InviteForm(forms.Form):
    """Whom to invite, and to which dates of a series."""

    people = GuestsField()
    whole_series = forms.ChoiceField(
        label="Pour quelles dates",
        choices=[("", "Cette date seulement"), ("1", "Toute la série")],
        initial="",
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, by: Agent, booking: Booking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A manager of one date's room does not decide for the others.
        if booking.series is None or not may_settle(by, booking.series):
            del self.fields["whole_series"]
