"""Form fields that name people: typed, then chosen where a name may be several people's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, F, Q, When
from django.urls import reverse

from core.french import plain, spaced
from core.people.models import Agent
from core.people.ordering import NameWords, alphabetical, name_words
from core.web.fields import OneLineField, PlainTextField

MOST_NAMED = 8
# Two names of 80 characters at most and an identifiant of 60, as `written` puts them together.
NAME_LENGTH = 230
MOST_WORDS = 6
WORD = re.compile(r"[^\W_]+")
# « Camille Martin (cmartin) »: as a suggestion writes it.
WITH_IDENTIFIANT = re.compile(r"(?P<name>.*)\((?P<identifiant>[^()]+)\)\s*")


def people_named(typed: str) -> list[Agent]:
    """Return at most 9 people at work who may be meant, with their direction; those called exactly so first.

    Each word begins one of their names; or else of their function or direction too, or ends their telephone number.
    """
    words = [plain(word) for word in WORD.findall(typed)[:MOST_WORDS]]
    if not words:
        return []
    agents = Agent.objects.active().select_related("direction")
    agents = agents.alias(
        names=name_words(), does=NameWords(F("function")), place=NameWords(F("direction__name"))
    )
    called, meant, said = Q(), Q(), " ".join(words)
    for word in words:
        # « Martin (Dupont) » is a name too.
        in_name = Q(names__contains=f" {word}") | Q(names__contains=f" ({word}")
        called &= in_name
        meant &= in_name | Q(does__contains=f" {word}") | Q(place__contains=f" {word}")
    if (digits := "".join(words)).isdecimal() and len(digits) > 3:
        meant |= Q(phone__regex=r"[^0-9]*".join(digits[-10:]) + "$")
    exactly = Q(names=f" {said}") | Q(identifiant=typed.strip().lower())
    rank = Case(When(exactly, then=0), default=1)
    agents = agents.order_by(rank, *alphabetical("last_name", "first_name"), "pk")
    return list(agents.filter(called | exactly)[: MOST_NAMED + 1]) or list(
        agents.filter(meant)[: MOST_NAMED + 1]
    )


def written(agent: Agent) -> str:
    return f"{agent} ({agent.identifiant})"


class PersonInput(forms.TextInput):
    """A name; `candidates` are the people whom it may mean, to choose from without a script too."""

    template_name = "components/person_input.html"
    choice_type = "radio"
    input_template = "django/forms/widgets/text.html"
    candidates: Sequence[Agent] = ()
    # Elected members, who do not read the directory, see names alone and no suggestions.
    is_for_elected = False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        asking = {
            "hx-get": reverse("search:people"),
            "hx-trigger": "input delay:200ms",
            "hx-target": "next .suggestions",
            "hx-sync": "this:replace",
        }
        asking = {} if self.is_for_elected else asking
        # Not `autocomplete="off"`: the browser would not give the name back after « Retour ».
        asking |= {"spellcheck": "false"}
        context = super().get_context(name, value, asking | (attrs or {}))
        return context | {
            "candidates": self.candidates,
            "choice_type": self.choice_type,
            "is_for_elected": self.is_for_elected,
            "input_template": self.input_template,
        }

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Join what was typed and the person chosen for it."""
        typed, chosen = super().value_from_datadict(data, files, name), data.get(f"{name}_choisi")
        if not (typed and chosen):
            return typed
        # Of a choice that was made before, this one is instead.
        name = typed.rpartition("(")[0] if typed.rstrip().endswith(")") else typed
        return f"{name.strip()} ({chosen})"


class PeopleInput(PersonInput):
    """Several names, one a line; those chosen are lines more."""

    input_template = "django/forms/widgets/textarea.html"
    choice_type = "checkbox"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        chosen = data.getlist(f"{name}_choisi") if hasattr(data, "getlist") else []
        typed = data.get(name)
        return "\n".join([typed, *(f"({one})" for one in chosen)]) if typed and chosen else typed


def _propose(field: forms.Field, people: Sequence[Agent]) -> None:
    """Have the field's widget, which is its form's own, show these people to choose from."""
    assert isinstance(field.widget, PersonInput)
    field.widget.candidates = people


class Unsure(ValidationError):
    """A name that is nobody's, or that may be that of several people."""

    def __init__(self, message: Any, code: str, typed: str, people: Sequence[Agent]) -> None:
        super().__init__(message, code=code, params={"typed": typed})
        self.people = people


class AgentField(OneLineField):
    """One agent of two thousand; the value is an Agent or None.

    The identifiant, or the first and last name of one person alone, is enough; of anything else, a last name alone
    included, the person is chosen: the widget shows who it may be, with their function.
    """

    widget = PersonInput
    default_error_messages = {
        "unknown": spaced(
            "Aucun compte ouvert ne répond à « %(typed)s » : écrivez le prénom et le nom, ou l’identifiant."
        ),
        "several": spaced("« %(typed)s » ne suffit pas : choisissez de qui il s’agit."),
        "too_many": spaced("« %(typed)s » peut être beaucoup de monde : ajoutez le prénom ou la fonction."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": NAME_LENGTH, **kwargs})

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        identifiant = ""
        if chosen := WITH_IDENTIFIANT.fullmatch(typed):
            identifiant = chosen["identifiant"].strip().lower()
            agent = Agent.objects.active().filter(identifiant=identifiant).first()
            # As `written` puts it: taken whatever the letters of the name, which the words below may not find.
            if agent is not None and str(agent).split() == chosen["name"].split():
                return agent
            whole = self._sure(typed, people_named(typed), "") if agent is None else None
            if whole is not None:
                return whole
            typed = chosen["name"].strip() or chosen["identifiant"]
        people = people_named(typed)
        sure = self._sure(typed, people, identifiant)
        if sure is not None:
            return sure
        _propose(self, people[:MOST_NAMED])
        code = "unknown" if not people else "several" if len(people) <= MOST_NAMED else "too_many"
        raise Unsure(self.error_messages[code], code, typed, people[:MOST_NAMED])

    @staticmethod
    def _sure(typed: str, people: list[Agent], identifiant: str) -> Agent | None:
        """The person who was chosen, or the only one whose name or identifiant was typed in full."""
        if identifiant:
            return next((agent for agent in people if agent.identifiant == identifiant), None)
        words = WORD.findall(plain(typed))
        names = {
            agent: [WORD.findall(plain(name)) for name in (agent.first_name, agent.last_name)]
            for agent in people
        }
        full = [
            agent
            for agent, (first, last) in names.items()
            if first and last and words in (first + last, last + first)
        ]
        # « martin » may be one's identifiant and another's name; a full list may leave that one out.
        is_name = any(words == last for _, last in names.values())
        if not is_name and (len(people) <= MOST_NAMED or len(words) > 1):
            full += [agent for agent in people if agent.identifiant == typed.lower() and agent not in full]
        return full[0] if len(full) == 1 else None

    def prepare_value(self, value: Any) -> Any:
        return written(value) if isinstance(value, Agent) else value


def read_people(field: forms.Field, lines: Iterable[str]) -> list[Agent]:
    """Read one agent a line, each once. Raises ValidationError, and has the field's widget show who may be meant.

    A line that may be several people's counts no more once one of them is chosen: « (cmartin) » is another line,
    which settles one line alone.
    """
    people: list[Agent] = []
    chosen: dict[Agent, None] = {}
    left: list[Unsure] = []
    for line in lines:
        try:
            agent = AgentField().clean(line)
        except Unsure as fault:
            left.append(fault)
        else:
            people.append(agent)
            if line.startswith("("):
                chosen[agent] = None
    # One choice settles one line: of two « Martin », the other is still to be chosen.
    for agent in chosen:
        settled = min(
            (fault for fault in left if agent in fault.people),
            key=lambda each: len(each.people),
            default=None,
        )
        if settled is not None:
            left.remove(settled)
    if left:
        _propose(field, list(dict.fromkeys(agent for fault in left for agent in fault.people)))
        raise ValidationError(list(left))
    return list(dict.fromkeys(people))


class AgentsField(PlainTextField):
    """Several agents, one a line, each as `AgentField` takes them; the value is a list, each once."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        widget = PeopleInput(attrs={"rows": 3})
        super().__init__(**{"widget": widget, "max_length": most * NAME_LENGTH, **kwargs})

    def clean(self, value: Any) -> Any:
        names = [line for line in (super().clean(value) or "").splitlines() if line.strip()]
        # Each may stand beside the person chosen for it.
        is_few = len(names) <= 2 * self.most and sum(name[0] != "(" for name in names) <= self.most
        people = read_people(self, names) if is_few else []
        if not is_few or len(people) > self.most:
            raise ValidationError(f"Pas plus de {self.most} personnes à la fois.")
        return people

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(written(agent) for agent in value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        typed = " ".join(str(data or "").split())
        return typed != " ".join(str(self.prepare_value(initial or [])).split())
