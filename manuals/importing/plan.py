"""Plan an import, line by line, before anything is written. An empty cell changes nothing."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from core.people.models import Agent, Direction
from core.ui.french import listed, plain, spaced, with_capital
from core.ui.visible import is_visible
from manuals.importing.parser import LABELS, Table, tidy
from manuals.models import Need, Software

BEFORE_NAME = re.compile(r"^(?:direction|service|pole|departement) (?:de la |de l |des |du |de |d )?")
SMALL_WORDS = {"de", "des", "du", "d", "la", "le", "les", "l", "et", "a", "au", "aux"}


class Directions:
    """« Finances », « Direction des finances », « DSI »."""

    def __init__(self) -> None:
        self.names = dict(Direction.objects.values_list("pk", "name"))
        self.named: dict[str, set[int]] = {}
        for pk, name in self.names.items():
            flat = _flat(name)
            for known in {flat, BEFORE_NAME.sub("", flat), *_acronyms(flat)}:
                self.named.setdefault(known, set()).add(pk)

    def find(self, text: str) -> int:
        """Raises ValueError with what is to be said."""
        flat = _flat(text)
        found = self.named.get(flat) or self.named.get(BEFORE_NAME.sub("", flat), set())
        if len(found) != 1:
            how = "plusieurs directions s’appellent ainsi" if found else "direction inconnue"
            raise ValueError(spaced(f"{how} : « {text[:80]} »"))
        return next(iter(found))


class People:
    """« Salomé Verdier », « VERDIER Salomé », « sverdier »: open accounts only."""

    def __init__(self) -> None:
        self.agents = {agent.pk: agent for agent in Agent.objects.active()}
        self.named: dict[str, set[int]] = {}
        for pk, agent in self.agents.items():
            for words in (
                agent.identifiant,
                f"{agent.first_name} {agent.last_name}",
                f"{agent.last_name} {agent.first_name}",
            ):
                self.named.setdefault(_flat(words), set()).add(pk)

    def find(self, text: str) -> int:
        """Raises ValueError with what is to be said."""
        found = self.named.get(_flat(text), set())
        if len(found) > 1:
            names = listed(sorted(self.agents[pk].identifiant for pk in found))
            raise ValueError(
                spaced(f"plusieurs agents s’appellent « {text[:80]} », écrivez l’identifiant ({names})")
            )
        if not found:
            raise ValueError(spaced(f"aucun compte ouvert ne répond à « {text[:80]} »"))
        return next(iter(found))


def _acronyms(flat: str) -> tuple[str, ...]:
    letters = "".join(word[0] for word in flat.split() if word not in SMALL_WORDS)
    return (letters, f"d{letters}") if len(letters) > 1 else ()


def _flat(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain(text)).split())


CREATED, CHANGED, SAME, REFUSED = "created", "changed", "same", "refused"
TEXTS = ("name", "purpose", "vendor", "version_in_use", "link", "shared_use")
PEOPLE = ("functional_referent", "it_referent")
# Of a new software, besides its name.
NEEDED = ("purpose", "owner")
YES, NO = {"oui", "x", "o", "1", "vrai", "yes"}, {"non", "n", "0", "faux", "no"}
# By what files write, plain.
STATES = {plain(state.label): state.value for state in Software.State} | {
    "projet": "project",
    "actif": "in_use",
    "utilise": "in_use",
    "production": "in_use",
    "en production": "in_use",
    "remplacement": "being_replaced",
    "arrete": "retired",
    "inactif": "retired",
}
LONGEST_NEED = Need._meta.get_field("name").max_length or 60
MOST_NEEDS = 10
WITHOUT_NAME = spaced("Sans nom : rien ne dit de quel progiciel il s’agit.")
NO_COLUMN = "Dites quelle colonne est celle du nom du progiciel."


@dataclass
class PlannedLine:
    """`values` are what to write by field, `changes` the same in words, `notes` what was corrected or left out."""

    line: int
    name: str = ""
    outcome: str = SAME
    software_id: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, *why: str) -> PlannedLine:
        self.outcome, self.values, self.changes, self.notes = REFUSED, {}, [], list(why)
        return self


@dataclass
class Plan:
    titles: list[str]
    columns: list[str]
    lines: list[PlannedLine]
    notes: list[str]

    def of(self, outcome: str) -> list[PlannedLine]:
        return [line for line in self.lines if line.outcome == outcome]

    @property
    def counts(self) -> dict[str, int]:
        return {outcome: len(self.of(outcome)) for outcome in (CREATED, CHANGED, SAME, REFUSED)}

    @property
    def is_idle(self) -> bool:
        return not (self.of(CREATED) or self.of(CHANGED))

    @property
    def digest(self) -> str:
        """The same for two plans that would write the same: what is confirmed is what was read."""
        written = [[line.line, line.outcome, line.software_id, line.values] for line in self.lines]
        said = json.dumps([self.columns, written], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()


class Planner:
    """Compares a table with the software in six statements, whatever its length; writes nothing."""

    def __init__(self, table: Table, *, columns: Sequence[str] | None = None) -> None:
        """`columns` are the fields that a person chose, one for each title; without, what the titles name."""
        self.table = table
        self.columns = chosen_columns(table, columns)
        if "name" not in self.columns:
            raise ValidationError(NO_COLUMN)
        rows = Software.objects.prefetch_related("needs").order_by("pk")
        self.software = {_key(row.name): row for row in rows}
        self.directions, self.people = Directions(), People()
        self.needs = {_key(name): name for name in Need.objects.values_list("name", flat=True)}
        self.readers: dict[str, Callable[[str], Any]] = {
            "owner": self.directions.find,
            **dict.fromkeys(PEOPLE, self.people.find),
            "state": _state,
            "needs": self._needs,
            "is_collaborative": _yes_or_no,
        }
        self.lines_of: dict[str, int] = {}

    def plan(self) -> Plan:
        lines = [self._line(number, cells) for number, cells in self.table.rows]
        notes = list(self.table.notes)
        columns = [LABELS[name] for name in NEEDED if name not in self.columns]
        if columns and any(line.outcome == REFUSED for line in lines):
            notes.insert(0, spaced(f"Sans ceci, aucun nouveau progiciel n’est inscrit : {listed(columns)}."))
        return Plan(self.table.titles, self.columns, lines, notes)

    def _line(self, number: int, cells: list[str]) -> PlannedLine:
        line = PlannedLine(number)
        given = {
            name: text
            for name, cell in zip(self.columns, cells, strict=False)
            if name and is_visible(text := tidy(cell))
        }
        line.name = given.pop("name", "")
        if not line.name:
            return line.refuse(WITHOUT_NAME)
        key = _key(line.name)
        if key in self.lines_of:
            return line.refuse(spaced(f"Déjà dit à la ligne {self.lines_of[key]} : la première est gardée."))
        self.lines_of[key] = number
        known = self.software.get(key)
        line.name = known.name if known else line.name[:200]
        values = self._read(given, line)
        self._check(values, known, line)
        if known is None:
            return self._new(values, given, line)
        line.software_id = known.pk
        line.values = {name: value for name, value in values.items() if value != self._now(known, name)}
        line.changes = [
            (LABELS[name], self._words(name, self._now(known, name)), self._words(name, value))
            for name, value in line.values.items()
        ]
        line.outcome = CHANGED if line.values else SAME
        return line

    def _read(self, given: dict[str, str], line: PlannedLine) -> dict[str, Any]:
        """The cells that can be read; what is said of the others."""
        values: dict[str, Any] = {}
        for name, text in given.items():
            try:
                values[name] = self.readers[name](text) if name in self.readers else text
            except ValueError as error:
                line.notes.append(spaced(f"{with_capital(LABELS[name])} : {error} ; laissé de côté."))
        if "link" in values and "://" not in values["link"]:
            values["link"] = f"https://{values['link']}"
            line.notes.append(spaced(f"Adresse complétée : {values['link'][:100]}"))
        return values

    def _check(self, values: dict[str, Any], known: Software | None, line: PlannedLine) -> None:
        """Leave out, and report, a cell that a form would refuse."""
        for name in [name for name in values if name in TEXTS]:
            field: Any = Software._meta.get_field(name)
            try:
                field.clean(values[name], None)
            except ValidationError as error:
                del values[name]
                said = " ".join(error.messages)
                line.notes.append(spaced(f"{with_capital(LABELS[name])} : {said} Laissé de côté."))
        if known and values.pop("state", known.state) != known.state:
            line.notes.append(spaced("L’état se change au bureau du groupe : laissé tel quel."))
        is_shared = values.get("is_collaborative", known.is_collaborative if known else False)
        if is_shared and not values.get("shared_use", known.shared_use if known else ""):
            del values["is_collaborative"]
            line.notes.append(
                spaced("Outil transversal : il manque ce que l’on y fait ensemble ; laissé de côté.")
            )

    def _new(self, values: dict[str, Any], given: dict[str, str], line: PlannedLine) -> PlannedLine:
        absent = [name for name in NEEDED if name not in values]
        # A cell that could not be read is said already.
        missing = [LABELS[name] for name in absent if name not in given]
        try:
            Software._meta.get_field("name").clean(line.name, None)
        except ValidationError as error:
            missing.append(f"un nom correct ({' '.join(error.messages)})")
        if missing:
            said = spaced(f"Un nouveau progiciel a besoin de ceci, qui manque : {', '.join(missing)}.")
            return line.refuse(said, *line.notes)
        if absent:
            return line.refuse(*line.notes, spaced("Corrigez-le : ce progiciel est nouveau, et en a besoin."))
        line.outcome, line.values = CREATED, {"name": line.name, **values}
        line.changes = [(LABELS[name], "", self._words(name, value)) for name, value in values.items()]
        return line

    # Values, as they are kept and as they are said

    def _now(self, software: Software, name: str) -> Any:
        if name == "needs":
            return sorted(need.name for need in software.needs.all())
        return getattr(software, f"{name}_id" if name in (*PEOPLE, "owner") else name)

    def _words(self, name: str, value: Any) -> str:
        if name in PEOPLE:
            return str(self.people.agents.get(value, "")) if value else ""
        if name == "owner":
            return self.directions.names.get(value, "")
        if name == "needs":
            return ", ".join(value)
        if name == "state":
            return Software.State(value).label
        if isinstance(value, bool):
            return "oui" if value else "non"
        return str(value)

    def _needs(self, text: str) -> list[str]:
        """Each once, written as the intranet knows it; raises ValueError."""
        words = [tidy(word) for word in text.replace(";", ",").replace("/", ",").split(",")]
        kept = {_key(word): self.needs.setdefault(_key(word), word) for word in words if is_visible(word)}
        if not kept or len(kept) > MOST_NEEDS or any(len(word) > LONGEST_NEED for word in kept.values()):
            raise ValueError(f"dix besoins au plus, de {LONGEST_NEED} caractères chacun")
        return sorted(kept.values())


def plan_of(table: Table, *, columns: Sequence[str] | None = None) -> Plan:
    """Raises ValidationError when no column is the name's."""
    return Planner(table, columns=columns).plan()


def chosen_columns(table: Table, columns: Sequence[str] | None) -> list[str]:
    """One field a title, each once: the first wins."""
    asked = list(columns or table.columns)[: len(table.titles)]
    asked += [""] * (len(table.titles) - len(asked))
    return [
        name if name in LABELS and name not in asked[:position] else "" for position, name in enumerate(asked)
    ]


def _key(name: str) -> str:
    return " ".join(plain(name).split())


def _state(text: str) -> str:
    if plain(text) not in STATES:
        raise ValueError(spaced(f"« {text[:40]} » n’est pas un état connu"))
    return STATES[plain(text)]


def _yes_or_no(text: str) -> bool:
    word = plain(text).strip(". ")
    if word not in YES | NO:
        raise ValueError(spaced(f"« {text[:40]} » n’est ni oui ni non"))
    return word in YES
