from typing import Any

from django import forms
from django.forms import BoundField

from core.notifications.models import Preference
from core.notifications.registry import Channel, offered_to
from core.people.models import Agent

NO_SUCH_WAY = "Choisissez une des trois façons ci-dessous."


class PreferencesForm(forms.Form):
    """Three buttons for each kind offered to this agent; a kind that the sent page did not show stays as it is."""

    def __init__(self, agent: Agent, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = offered_to(agent)
        chosen = dict(Preference.objects.visible_to(agent).values_list("kind", "channel"))
        for kind in (kind for group in self.groups.values() for kind in group):
            self.fields[kind.code] = forms.ChoiceField(
                label=kind.label,
                choices=Channel,
                initial=chosen.get(kind.code, kind.default),
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": NO_SUCH_WAY},
            )

    def sections(self) -> list[tuple[str, list[BoundField]]]:
        return [(group, [self[kind.code] for kind in kinds]) for group, kinds in self.groups.items()]

    def channels(self) -> dict[str, Channel]:
        """What was chosen, by code, once valid."""
        return {code: Channel(value) for code, value in self.cleaned_data.items() if value}


class EverythingForm(forms.Form):
    """One way for every kind."""

    channel = forms.ChoiceField(choices=Channel)
