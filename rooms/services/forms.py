from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property

from core.ui.fields import PlainTextField
from core.ui.french import spaced
from rooms.models import Booking, ServiceDesk
from rooms.services import actions


class ServiceForm(forms.Form):
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
        help_text=spaced("Par exemple : « du café pour 12 personnes à 10 h »."),
        error_messages={"required": "Dites ce qu’il vous faut."},
    )

    def __init__(self, *args: Any, booking: Booking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
