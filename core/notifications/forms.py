from typing import Any

from django import forms
from django.forms import BoundField

from core.notifications.models import Preference
from core.notifications.registry import Channel, offered_to
from core.people.models import Agent

NO_SUCH_WAY = "Choisissez une des trois façons ci-dessous."


MIXED = ("", "Au cas par cas")


class PreferencesForm(forms.Form):
    """One choice for each family, and three buttons for each of its kinds offered to this agent.

    A kind that the sent page did not show stays as it is; one set by itself does not follow a family changed with it.
    """

    def __init__(self, agent: Agent, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = offered_to(agent)
        chosen = dict(Preference.objects.visible_to(agent).values_list("kind", "channel"))
        everywhere: set[str] = set()
        for number, (group, kinds) in enumerate(self.groups.items()):
            ways = {kind.code: chosen.get(kind.code, kind.default) for kind in kinds}
            everywhere.update(ways.values())
            is_mixed = len(set(ways.values())) > 1
            self.fields[_family(number)] = forms.ChoiceField(
                label=group,
                choices=[MIXED, *Channel.choices] if is_mixed else Channel,
                initial="" if is_mixed else ways[kinds[0].code],
                required=False,
                error_messages={"invalid_choice": NO_SUCH_WAY},
            )
            for kind in kinds:
                self.fields[kind.code] = forms.ChoiceField(
                    label=kind.label,
                    help_text=kind.note,
                    choices=Channel,
                    initial=ways[kind.code],
                    required=False,
                    widget=forms.RadioSelect,
                    error_messages={"invalid_choice": NO_SUCH_WAY},
                )
        # The one way of everything; none where ways differ.
        self.everything = everywhere.pop() if len(everywhere) == 1 else ""

    @property
    def codes(self) -> list[str]:
        return [kind.code for kinds in self.groups.values() for kind in kinds]

    def sections(self) -> list[tuple[BoundField, list[BoundField], bool]]:
        """Each family, its kinds, and whether one of them is wrong."""
        return [
            (
                self[_family(number)],
                [self[kind.code] for kind in kinds],
                any(kind.code in self.errors for kind in kinds),
            )
            for number, kinds in enumerate(self.groups.values())
        ]

    def channels(self) -> dict[str, Channel]:
        chosen = {code: Channel(self.cleaned_data[code]) for code in self.codes if self.cleaned_data[code]}
        for number, kinds in enumerate(self.groups.values()):
            family = self.cleaned_data[_family(number)]
            if not family or _family(number) not in self.changed_data:
                continue
            for kind in kinds:
                if kind.code not in chosen or kind.code not in self.changed_data:
                    chosen[kind.code] = Channel(family)
        return chosen


def _family(number: int) -> str:
    return f"family-{number}"


class EverythingForm(forms.Form):
    """One way for every kind."""

    channel = forms.ChoiceField(choices=Channel)
