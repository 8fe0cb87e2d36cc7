from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from core.french import exact_count_of, listed, of, plain, spaced
from core.imports import planning
from core.imports.planning import CHANGED, CREATED, REFUSED, SAME
from core.people.models import Agent
from core.people.models.agents import is_taken
from core.people.policies import can_give_roles, heads_below
from core.people.tree import Tree, Unit
from directory.imports import assignments, cleaning
from directory.imports.assignments import AssignmentPlanner, DirectionMatcher, PlannedAssignment
from directory.imports.parser import FIRST, LABELS, LAST, NUMBER, FileRow, ParsedFile
from directory.models import Card

SHARE_OF_LEAVERS = 0.05
CLEANED = {LAST: cleaning.clean_name, FIRST: cleaning.clean_name, "function": cleaning.clean_function}
# Refused, these leave the rest of the line alone.
READ = {"phone": cleaning.clean_phone, "category": cleaning.clean_category, "email": cleaning.clean_email}


@dataclass
class PlannedLine(planning.PlannedLine):
    number: str = ""
    # Of an entry of the LDAP directory.
    key: str = ""
    is_returning: bool = False
    missing_direction: str = ""
    assignment: PlannedAssignment | None = None

    def refuse(self, *why: str) -> Self:
        self.assignment = None
        return super().refuse(*why)

    @property
    def report(self) -> dict[str, Any]:
        return super().report | {"number": self.number}


@dataclass
class Leaver:
    """An agent that the file does not name; `kept` says why their account stays open all the same."""

    agent_id: int
    name: str
    number: str
    direction: str
    roles: str = ""
    kept: str = ""


@dataclass
class Plan(planning.Plan[PlannedLine]):
    leavers: list[Leaver]
    population: int
    planner: Planner
    # Directions that the directory does not have, and how many lines name each.
    missing: dict[str, int] = field(default_factory=dict)

    @property
    def returning(self) -> list[PlannedLine]:
        return [line for line in self.lines if line.is_returning]

    @property
    def assigned(self) -> list[PlannedLine]:
        return [
            line for line in self.lines if line.assignment and line.assignment.outcome != assignments.SAME
        ]

    @property
    def closable(self) -> list[Leaver]:
        return [leaver for leaver in self.leavers if not leaver.kept]

    @property
    def is_many(self) -> bool:
        """More leavers than a town loses between two files."""
        return len(self.closable) > self.population * SHARE_OF_LEAVERS

    @property
    def is_idle(self) -> bool:
        return super().is_idle and not (self.closable or self.returning or self.missing)

    @property
    def counts(self) -> dict[str, int]:
        assigned = [line.assignment.outcome for line in self.assigned if line.assignment]
        return super().counts | {
            "assigned": assigned.count(assignments.ADDED),
            "reassigned": len(assigned) - assigned.count(assignments.ADDED),
            "leavers": len(self.leavers),
            "returning": len(self.returning),
        }

    @property
    def report(self) -> dict[str, Any]:
        leavers = [asdict(leaver) for leaver in self.leavers]
        return super().report | {"leavers": leavers, "is_many": self.is_many, "missing": self.missing}

    def written(self) -> list[Any]:
        said = [line.assignment and asdict(line.assignment) for line in self.lines]
        return [super().written(), said, [asdict(leaver) for leaver in self.leavers], self.missing]


def name_of(row: FileRow) -> str:
    names = (cleaning.clean_name(row.cells.get(name, "")) for name in (FIRST, LAST))
    return " ".join(names).strip()[:170]


def named_directions(counts: dict[str, int]) -> str:
    """Name each direction once, with the number of lines that name it."""
    said = [spaced(f"« {name} » ({exact_count_of(count, 'ligne')})") for name, count in counts.items()]
    return spaced(f"({len(counts)}) : {', '.join(said)}.")


class Planner:
    """Reads the directory in four statements and compares; writes nothing."""

    # Why somebody's address and account are changed by hand.
    above = "a un rôle"
    # Who changes the address of a guarded account.
    changed_by = "changez-le sur sa fiche"

    def __init__(self, sheet: ParsedFile, *, by: Agent | None) -> None:
        self.sheet, self.by = sheet, by
        self.heads_below = heads_below(self.by) if self.by else set()
        self.guarded = {*Agent.objects.guarded().values_list("pk", flat=True)}
        self.agents = list(Agent.objects.with_roles().select_related("card", "direction").order_by("pk"))
        self.by_id = {agent.pk: agent for agent in self.agents}
        self.numbered = {key: agent for agent in self.agents if (key := self._key_of(agent))}
        self.unpadded: dict[str, list[Agent]] = {}
        for key, agent in self.numbered.items():
            if key.isdecimal():
                self.unpadded.setdefault(key.lstrip("0"), []).append(agent)
        self.tree = Tree()
        self.affectations = DirectionMatcher(self.tree)
        self.assignments = AssignmentPlanner(self.affectations)
        self.lines_of: dict[str, int] = {}
        # Work that the file has said already of somebody.
        self.said: set[tuple[str, str]] = set()
        self.identifiants = cleaning.Identifiants(agent.identifiant for agent in self.agents)

    def plan(self) -> Plan:
        lines = [self._line(row) for row in self.sheet.rows]
        self._share_addresses([line for line in lines if line.outcome != REFUSED])
        arriving = {line.number.casefold() for line in lines if line.outcome == CREATED}
        for line in lines:
            if line.assignment and not line.row_id and line.number.casefold() not in arriving:
                line.refuse("La ligne de cette personne est refusée plus haut.")
            if line.outcome == CREATED:
                line.values["identifiant"] = self._new_identifiant(line)
            if line.outcome != REFUSED:
                self._say_changes(line)
        population = sum(1 for agent in self.numbered.values() if agent.is_active)
        missing = self.affectations.counted(
            line.missing_direction for line in lines if line.missing_direction and line.outcome != REFUSED
        )
        notes = list(self.sheet.notes)
        if missing:
            notes.append(f"Directions inconnues {named_directions(missing)}")
        return Plan(lines, notes, self._leavers(lines), population, self, missing)

    # Who is meant: another source has other keys

    def _key_of(self, agent: Agent) -> str:
        return (agent.personnel_number or "").casefold()

    def _number_of(self, agent: Agent) -> str:
        return agent.personnel_number or ""

    def _place_of(self, line: PlannedLine) -> str:
        return f"à la ligne {line.line}"

    def _identity(self, line: PlannedLine) -> dict[str, Any]:
        """Return the key by which the next import finds a new agent."""
        return {NUMBER: line.number}

    def _new_identifiant(self, line: PlannedLine) -> str:
        return self.identifiants.new(line.values[FIRST], line.values[LAST])

    def _may_be_new(self, holder: Agent) -> bool:
        """An account that nothing tells from a new agent's, but its address."""
        return not (holder.personnel_number or holder.is_elected)

    # One line

    def _line(self, row: FileRow) -> PlannedLine:
        line = PlannedLine(row.line)
        if row.fault:
            return line.refuse(row.fault)
        line.number = cleaning.clean_personnel_number(row.cells.get(NUMBER, ""))
        line.name = name_of(row)
        if not line.number:
            return line.refuse(spaced("Sans matricule : rien ne dit de qui il s’agit."))
        agent = self._agent_of(line)
        key = (agent.personnel_number or "").casefold() if agent else line.number.casefold()
        if key in self.lines_of and not assignments.is_said(row):
            return line.refuse(f"Le matricule {line.number} est déjà à la ligne {self.lines_of[key]}.")
        is_first = self.lines_of.setdefault(key, line.line) == line.line
        if why := self._why_unnamed(row):
            return line.refuse(why)
        if agent is not None and self._is_somebody_else(agent, line):
            return line.refuse(
                spaced(f"Le matricule {line.number} est celui {of(agent)} dans l’annuaire : vérifiez.")
            )
        if is_first:
            self._read(row, line, agent)
        else:
            # An agent has one place, and as many lines as assignments.
            line.row_id = agent.pk if agent else None
        if assignments.is_said(row):
            self._assign(row, line, agent)
        return line

    def _assign(self, row: FileRow, line: PlannedLine, agent: Agent | None) -> None:
        planned, why = self.assignments.plan(row, agent)
        if planned is None:
            line.notes.append(why)
            return
        key = (
            line.number,
            json.dumps([planned.kind, plain(planned.title), planned.direction_id, planned.first]),
        )
        if key in self.said:
            line.notes.append(spaced("Affectation déjà dite plus haut : laissée de côté."))
            return
        self.said.add(key)
        line.assignment = planned

    def _agent_of(self, line: PlannedLine) -> Agent | None:
        if agent := self.numbered.get(line.number.casefold()):
            return agent
        if line.number.isdecimal() and len(near := self.unpadded.get(line.number.lstrip("0"), [])) == 1:
            line.notes.append(f"Le matricule {line.number} est lu {near[0].personnel_number}.")
            return near[0]
        return None

    def _is_somebody_else(self, agent: Agent, line: PlannedLine) -> bool:
        """A name changes at a wedding, a first name seldom; both at once, and the number is another's."""
        known = {*plain(str(agent)).replace("-", " ").split()}
        return not known & {*plain(line.name).replace("-", " ").split()}

    @staticmethod
    def _why_unnamed(row: FileRow) -> str:
        sent = {name: cleaning.clean_text(row.cells.get(name, "")) for name in (LAST, FIRST, NUMBER)}
        if not sent[LAST] or not sent[FIRST]:
            return "Sans nom ou sans prénom."
        too_long = [LABELS[name] for name, text in sent.items() if len(text) > cleaning.LONGEST[name]]
        return spaced(f"Trop long : {listed(too_long)}.") if too_long else ""

    def _read(self, row: FileRow, line: PlannedLine, agent: Agent | None) -> None:
        """An empty cell changes nothing; one that cannot be read is left out, and said."""
        if agent is None:
            line.outcome, line.values = CREATED, self._identity(line)
        else:
            line.row_id = agent.pk
        for name, clean in CLEANED.items():
            sent = cleaning.clean_text(row.cells.get(name, ""))[: cleaning.LONGEST[name]]
            written = clean(sent)
            if agent is not None:
                written = cleaning.keep_known_spelling(sent, written, getattr(agent, name))
            if written:
                self._take(line, agent, name, written)
                if written != sent and (agent is None or written != getattr(agent, name)):
                    line.notes.append(spaced(f"« {sent} » est écrit « {written} »."))
        for name, read in READ.items():
            sent = row.cells.get(name, "")
            try:
                if written := read(sent):
                    self._take_contact(line, agent, name, written)
            except ValueError:
                said = cleaning.clean_text(sent)[:60]
                line.notes.append(
                    spaced(f"{LABELS[name].capitalize()} « {said} » illisible : laissé de côté.")
                )
        self._place(row, line, agent)
        if agent is not None:
            self._open(line, agent)

    def _take_contact(self, line: PlannedLine, agent: Agent | None, name: str, written: str) -> None:
        if agent is not None and name == "phone" and written != agent.phone:
            card = Card.of(agent)
            if card is not None and card.phone_corrected_at:
                line.notes.append(spaced("Téléphone : celui que l’agent a corrigé est gardé."))
                return
        if agent is not None and name == "email" and written != (agent.email or "").lower():
            if self._keeps_address(agent):
                line.notes.append(
                    spaced(
                        "Courriel gardé : cette personne a un rôle ou lit des textes confidentiels, "
                        f"{self.changed_by}."
                    )
                )
                return
        elif name == "email" and agent is not None:
            return
        self._take(line, agent, name, written)

    @staticmethod
    def _take(line: PlannedLine, agent: Agent | None, name: str, written: Any) -> None:
        if agent is None or getattr(agent, name) != written:
            line.values[name] = written

    def _place(self, row: FileRow, line: PlannedLine, agent: Agent | None) -> None:
        unit, note = self.affectations.find(row.cells.get("direction", ""), row.cells.get("service", ""))
        if note:
            line.notes.append(note)
        if unit is None:
            line.missing_direction = self.affectations.unknown(row.cells.get("direction", ""))
            return
        if agent is not None and self._comes_under(agent, unit):
            line.notes.append(
                spaced("Direction gardée : elle est sous la vôtre, une autre personne la change.")
            )
            return
        self._take(line, agent, "direction_id", unit.pk)

    def _comes_under(self, agent: Agent, unit: Unit) -> bool:
        """Say whether it puts another agent below the account that imports, as `policies.comes_under` does."""
        before = self.tree.of(agent)
        heads, known = ([each.head for each in at.path] if at else [] for at in (unit, before))
        return self.by not in (None, agent) and self.by in heads and self.by not in known

    def _open(self, line: PlannedLine, agent: Agent) -> None:
        if agent.is_active:
            return
        if self._is_above(agent):
            line.notes.append(
                spaced(f"Compte fermé : cette personne {self.above}, un administrateur le rouvre.")
            )
            return
        line.is_returning = True
        line.notes.append(spaced("Compte fermé : il n’est rouvert que si vous le demandez."))

    def _keeps_address(self, agent: Agent) -> bool:
        """Say whether a second account must confirm their new address: an import leaves it to their card.

        A command, which is run on the server, asks nobody.
        """
        return self.by is not None and (bool(agent.roles) or agent.pk in self.guarded)

    def _is_above(self, agent: Agent) -> bool:
        """Only an administrator closes and opens again the accounts of people with a role."""
        if self.by is None or not agent.roles or agent.pk == self.by.pk:
            return False
        return not can_give_roles(self.by)

    # All lines together

    def _share_addresses(self, lines: list[PlannedLine]) -> None:
        """One address, one agent, once everything is written: two may swap, and the first who asks wins.

        The one who loses keeps their address, which may take it from another: again until nothing moves.
        """
        asking = {id(line): line for line in lines if "email" in line.values}
        for key, line in list(asking.items()):
            if is_taken(line.values["email"]):
                address = asking.pop(key).values.pop("email")
                line.notes.append(
                    spaced(f"L’adresse {address} est celle de l’intranet ou d’une salle : laissée de côté.")
                )
        moving = True
        while moving:
            moving = False
            holders = self._holders(asking.values())
            for line in list(asking.values()):
                holder = holders.get(line.values["email"])
                if holder is not line:
                    asking.pop(id(line))
                    self._lose_address(line, holder)
                    moving = True

    def _holders(self, asking: Iterable[PlannedLine]) -> dict[str, Any]:
        """Return who would hold each address: an agent who keeps theirs, or the first line that asks."""
        asking = [line for line in asking if line.outcome != REFUSED]
        leaving = {line.row_id for line in asking}
        holders: dict[str, Any] = {
            agent.email.lower(): agent for agent in self.agents if agent.email and agent.pk not in leaving
        }
        for line in asking:
            holders.setdefault(line.values["email"], line)
        return holders

    def _lose_address(self, line: PlannedLine, holder: Any) -> None:
        address = line.values.pop("email")
        whose = self._place_of(holder) if isinstance(holder, PlannedLine) else f"celle {of(holder)}"
        if line.outcome == CREATED and isinstance(holder, Agent) and self._may_be_new(holder):
            # Most likely the same person, whose account was made by hand: a second one would be no help.
            line.refuse(
                f"L’adresse {address} est celle {of(holder)}, dont la fiche n’a pas de matricule. "
                "Si c’est la même personne, inscrivez le matricule sur sa fiche, puis recommencez."
            )
            return
        line.notes.append(spaced(f"L’adresse {address} est déjà {whose} : laissée de côté."))

    def _say_changes(self, line: PlannedLine) -> None:
        agent = self.by_id.get(line.row_id) if line.row_id else None
        planned = line.assignment if line.assignment and line.assignment.outcome != assignments.SAME else None
        if line.outcome == SAME and (line.values or planned):
            line.outcome = CHANGED
        for name, value in line.values.items():
            before = getattr(agent, name, None) if agent else None
            if name == "direction_id":
                before, value = self.affectations.name_of(before), self.affectations.name_of(value)
            label = LABELS.get(name.removesuffix("_id"), name)
            line.changes.append((label, str(before or "—"), str(value)))
        if planned:
            label = assignments.LABELS[planned.outcome]
            line.changes.append((label, "—", self.assignments.words_of(planned)))

    def _leavers(self, lines: list[PlannedLine]) -> list[Leaver]:
        """Active, numbered, and named by no line, not even a refused one."""
        refused = {plain(line.name) for line in lines if line.outcome == REFUSED and line.name}
        leavers = []
        for key, agent in self.numbered.items():
            if not agent.is_active or key in self.lines_of:
                continue
            roles = listed(sorted(agent.roles))
            kept = self._why_kept(agent)
            if not kept and plain(str(agent)) in refused:
                kept = "une ligne refusée porte ce nom"
            direction = agent.direction.name if agent.direction else ""
            leavers.append(Leaver(agent.pk, str(agent), self._number_of(agent), direction, roles, kept))
        return sorted(leavers, key=lambda leaver: (plain(leaver.name), leaver.agent_id))

    def _why_kept(self, agent: Agent) -> str:
        """Why the account of someone whom the source does not name stays open."""
        if self.by is not None and agent.pk == self.by.pk:
            return "c’est vous"
        if self._is_above(agent):
            return spaced("cette personne a un rôle : un administrateur ferme son compte")
        if agent.pk in self.heads_below:
            return "ses visas viendraient à vous, qui dirigez au-dessus"
        return ""
