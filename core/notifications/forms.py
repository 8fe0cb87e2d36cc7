from typing import Any

from django import forms
from django.forms import BoundField

from core.notifications.registry import Channel, NotificationKind, offered_to
from core.people.models import Agent

NO_SUCH_WAY = "Choisissez une des façons de cette liste."
USUAL = "usual"
MIXED = (USUAL, "Au cas par cas")


class PreferencesForm(forms.Form):
    """One choice for each family of kinds offered to this agent.

    A family that the sent page leaves alone keeps each kind's own way; « au cas par cas », chosen again, gives each
    its first way.
    """

    def __init__(self, agent: Agent, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = offered_to(agent)
        chosen = dict(agent.notification_preferences.values_list("kind", "channel"))
        everywhere: set[str] = set()
        for number, (group, kinds) in enumerate(self.groups.items()):
            ways = {chosen.get(kind.code, kind.default) for kind in kinds}
            everywhere |= ways
            is_mixed = len(ways) > 1 or len({kind.default for kind in kinds}) > 1
            self.fields[_family(number)] = forms.ChoiceField(
                label=group,
                choices=[MIXED, *Channel.choices] if is_mixed else Channel,
                initial=USUAL if len(ways) > 1 else ways.pop(),
                required=False,
                error_messages={"invalid_choice": NO_SUCH_WAY},
            )
        # The one way of everything; none where ways differ.
        self.everything = everywhere.pop() if len(everywhere) == 1 else ""

    @property
    def codes(self) -> list[str]:
        return [kind.code for kinds in self.groups.values() for kind in kinds]

    def sections(self) -> list[tuple[BoundField, list[NotificationKind]]]:
        """Return each family with its kinds."""
        return [(self[_family(number)], kinds) for number, kinds in enumerate(self.groups.values())]

    def channels(self) -> dict[str, Channel]:
        """Return the way of each kind whose family was changed."""
        return {
            kind.code: kind.default if family == USUAL else Channel(family)
            for number, kinds in enumerate(self.groups.values())
            if _family(number) in self.changed_data and (family := self.cleaned_data[_family(number)])
            for kind in kinds
        }


def _family(number: int) -> str:
    return f"family-{number}"


class EverythingForm(forms.Form):
    """One way for every kind."""

    channel = forms.ChoiceField(choices=Channel)
