"""Form fields that name people."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from core.people.models import Agent
from core.people.ordering import PlainText
from core.ui.fields import OneLineField, PlainTextField
from core.ui.french import listed, spaced


class AgentField(OneLineField):
    """One agent of two thousand, by identifiant or by name; the value is an Agent or None.

    A last name alone is enough where one open account has it.
    """

    default_error_messages = {
        "unknown": spaced(
            "Aucun compte ouvert ne répond à « %(typed)s » : écrivez le prénom et le nom, ou l’identifiant."
        ),
        "several": spaced("Plusieurs agents s’appellent ainsi : écrivez l’identifiant (%(names)s)."),
    }

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        first_last = Concat(F("first_name"), Value(" "), F("last_name"))
        last_first = Concat(F("last_name"), Value(" "), F("first_name"))
        wanted = PlainText(Value(typed))
        found = (
            Agent.objects.active()
            .alias(
                first_last=PlainText(first_last),
                last_first=PlainText(last_first),
                last=PlainText("last_name"),
            )
            .filter(
                Q(identifiant=typed.lower()) | Q(first_last=wanted) | Q(last_first=wanted) | Q(last=wanted)
            )
            .order_by("identifiant")[:6]
        )
        # An identifiant typed in full is that agent's, whatever others are called.
        agents = [agent for agent in found if agent.identifiant == typed.lower()] or list(found)
        if not agents:
            raise ValidationError(self.error_messages["unknown"], code="unknown", params={"typed": typed})
        if len(agents) > 1:
            names = listed([agent.identifiant for agent in agents])
            raise ValidationError(self.error_messages["several"], code="several", params={"names": names})
        return agents[0]

    def prepare_value(self, value: Any) -> Any:
        return value.identifiant if isinstance(value, Agent) else value


class AgentsField(PlainTextField):
    """Several agents, one a line, each as `AgentField` takes them; the value is a list, each once."""

    NAME_LENGTH = 160

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        widget = forms.Textarea(attrs={"rows": 3})
        super().__init__(**{"widget": widget, "max_length": most * self.NAME_LENGTH, **kwargs})

    def clean(self, value: Any) -> Any:
        names = [line for line in (super().clean(value) or "").splitlines() if line.strip()]
        if len(names) > self.most:
            raise ValidationError(f"Pas plus de {self.most} personnes à la fois.")
        field, people, faults = AgentField(max_length=self.NAME_LENGTH), [], []
        for name in names:
            try:
                people.append(field.clean(name))
            except ValidationError as error:
                faults.append(error)
        if faults:
            raise ValidationError(faults)
        return list(dict.fromkeys(agent for agent in people if agent))

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return "\n".join(agent.identifiant for agent in value)
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        typed = " ".join(str(data or "").split()).lower()
        return typed != " ".join(str(self.prepare_value(initial or [])).split())
