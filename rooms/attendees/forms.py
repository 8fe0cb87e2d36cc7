"""Whom to invite, what to ask of a service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import cached_property

from core.people.fields import AgentField
from core.people.models import Agent
from core.people.resume_after_login import ResumableForm
from core.ui.fields import PlainTextField
from core.ui.french import NBSP
from rooms.models import Booking, ServiceDesk
from rooms.series.actions import may_settle
from rooms.services import actions

MOST_LINES = 100


class InviteForm(ResumableForm):
    """Names, identifiants and addresses, one a line; `agents` and `addresses` once valid."""

    people = PlainTextField(
        label="Qui inviter",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
        help_text=(
            "Une personne par ligne\u00a0: le prénom et le nom d’un collègue, son identifiant, "
            "ou une adresse de messagerie pour quelqu’un de l’extérieur."
        ),
        error_messages={"required": "Écrivez au moins une personne."},
    )
    whole_series = forms.ChoiceField(
        label="Pour quelles dates",
        choices=[("", "Cette date seulement"), ("1", "Toute la série")],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, by: Agent, booking: Booking, **kwargs: Any) -> None:
        super().__init__(*args, by=by, initial={"whole_series": ""}, **kwargs)
        # Whoever keeps the room of one date does not speak for the others.
        if booking.series is None or not may_settle(by, booking.series):
            del self.fields["whole_series"]
        self.agents: list[Agent] = []
        self.addresses: list[str] = []

    def clean_people(self) -> str:
        typed: str = self.cleaned_data["people"]
        # « Ana Lind <ana@ailleurs.example>; … », as messaging programs copy it: the address alone counts.
        parts = [part.rpartition("<")[2] for part in typed.replace(";", "\n").splitlines()]
        lines = [line for part in parts if (line := part.strip(" \t,>"))]
        if len(lines) > MOST_LINES:
            raise ValidationError(f"Invitez {MOST_LINES} personnes au plus à la fois.")
        faults: list[ValidationError] = []
        for line in dict.fromkeys(lines):
            try:
                self._add(line)
            except ValidationError as error:
                faults.append(error)
        if faults:
            raise ValidationError(faults)
        return typed

    def _add(self, line: str) -> None:
        if "@" not in line:
            self.agents.append(AgentField().clean(line))
            return
        try:
            validate_email(line)
        except ValidationError:
            raise ValidationError(f"«{NBSP}{line}{NBSP}» n’est pas une adresse de messagerie.") from None
        self.addresses.append(line)


class ServiceForm(ResumableForm):
    """One of the desks that serve the room."""

    desk = forms.ModelChoiceField(
        label="Service",
        queryset=ServiceDesk.objects.none(),
        empty_label="Choisissez un service",
        error_messages={
            "required": "Choisissez un service.",
            "invalid_choice": "Choisissez un service de la liste.",
        },
    )
    note = PlainTextField(
        label="Ce qu’il vous faut",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Par exemple\u00a0: «\u00a0du café pour 12 personnes à 10 h\u00a0».",
        error_messages={"required": "Dites ce qu’il vous faut."},
    )

    def __init__(self, *args: Any, by: Agent, booking: Booking, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        desks = actions.desks_for(booking)
        field = self.fields["desk"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = desks

    @cached_property
    def desks(self) -> list[ServiceDesk]:
        """With what each can be asked, for the page."""
        field = self.fields["desk"]
        assert isinstance(field, forms.ModelChoiceField)
        return list(field.queryset or [])
