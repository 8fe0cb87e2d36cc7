from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from django.core.exceptions import ValidationError

from core.french import exact_count_of, listed, of, plain, spaced
from core.imports import planning
from core.imports.cells import clean_text
from core.imports.planning import CHANGED, CREATED, REFUSED, SAME
from core.people.models import Agent, Assignment
from core.people.models.agents import is_taken
from core.people.policies import can_give_roles, heads_below
from core.people.tree import Tree, Unit
from directory.imports import assignments, cleaning
from directory.imports.assignments import AssignmentPlanner, DirectionMatcher
from directory.imports.parser import FIRST, LABELS, LAST, NUMBER, FileRow, ParsedFile
from directory.models import Card

SHARE_OF_LEAVERS = 0.05
LEAVER = "leaver"
CLEANED = {LAST: cleaning.clean_name, FIRST: cleaning.clean_name, "function": cleaning.clean_function}
# Refused, these leave the rest of the line alone.
READ = {"phone": cleaning.clean_phone, "category": cleaning.clean_category, "email": cleaning.clean_email}
LONGEST = {
    name: getattr(Agent._meta.get_field(name), "max_length", 0) for name in (LAST, FIRST, NUMBER, "function")
}


@dataclass
class PlannedLine(planning.PlannedLine):
    # What it is found by.
    key: str = ""
    is_returning: bool = False
    missing_direction: str = ""
    # To be written, and what changes of it.
    assignment: Assignment | None = None
    assigned: str = ""
    # Why the account of a leaver stays open all the same.
    kept: str = ""

    def refuse(self, *why: str) -> Self:
        self.assignment = None
        return super().refuse(*why)

    @property
    def report(self) -> dict[str, Any]:
        return super().report | {"number": self.number}


@dataclass
class Plan(planning.Plan[PlannedLine]):
    planner: Planner
    population: int
    # Directions that the directory does not have, and how many lines name each.
    missing: dict[str, int]

    @property
    def returning(self) -> list[PlannedLine]:
        return [line for line in self.lines if line.is_returning]

    @property
    def closable(self) -> list[PlannedLine]:
        return [leaver for leaver in self.of(LEAVER) if not leaver.kept]

    @property
    def is_many(self) -> bool:
        """More leavers than a town loses between two files."""
        return len(self.closable) > self.population * SHARE_OF_LEAVERS

    @property
    def is_idle(self) -> bool:
        return super().is_idle and not (self.closable or self.returning or self.missing)

    @property
    def counts(self) -> dict[str, int]:
        assigned = [line.assigned == assignments.ADDED for line in self.lines if line.assignment]
        return super().counts | {
            "assigned": assigned.count(True),
            "reassigned": assigned.count(False),
            LEAVER: len(self.of(LEAVER)),
            "returning": len(self.returning),
        }

    @property
    def report(self) -> dict[str, Any]:
        return super().report | {"is_many": self.is_many, "missing": self.missing}


def name_of(row: FileRow) -> str:
    names = (cleaning.clean_name(row.cells.get(name, "")) for name in (FIRST, LAST))
    return " ".join(names).strip()[:170]


def named_directions(counts: dict[str, int]) -> str:
    """Name each direction once, with the number of lines that name it."""
    said = [spaced(f"« {name} » ({exact_count_of(count, 'ligne')})") for name, count in counts.items()]
    return spaced(f"({len(counts)}) : {', '.join(said)}.")


class Planner:
    """Reads the directory in four statements and compares; writes nothing."""

    # The field by which the next import finds an agent, the one that says who it is, and where a line is.
    key, shown, place = NUMBER, NUMBER, "à la ligne {0.line}"
    # Why somebody's address and account are changed by hand.
    above = "a un rôle"
    # Of whom the source does not name.
    leaving = spaced("Compte ouvert : il n’est fermé que si vous le demandez.")
    # Who changes the address of a guarded account.
    changed_by = "changez-le sur sa fiche"

    def __init__(self, sheet: ParsedFile, *, by: Agent | None) -> None:
        self.sheet, self.by = sheet, by
        self.heads_below = heads_below(self.by) if self.by else set()
        self.guarded = {*Agent.objects.guarded().values_list("pk", flat=True)}
        self.agents = list(Agent.objects.with_roles().select_related("card", "direction").order_by("pk"))
        self.by_id = {agent.pk: agent for agent in self.agents}
        self.keyed = {
            str(key).casefold(): agent for agent in self.agents if (key := getattr(agent, self.key))
        }
        self.unpadded: dict[str, list[Agent]] = defaultdict(list)
        for key, agent in self.keyed.items():
            self.unpadded[key.lstrip("0")].append(agent)
        self.tree = Tree()
        self.affectations = DirectionMatcher(self.tree)
        self.assignments = AssignmentPlanner(self.affectations)
        self.lines_of: dict[str, int] = {}
        # Work that the file has said already of somebody.
        self.said: set[tuple[Any, ...]] = set()
        self.identifiants = cleaning.Identifiants(agent.identifiant for agent in self.agents)

    def plan(self) -> Plan:
        lines = [self._line(row) for row in self.sheet.rows]
        self._share_addresses(lines)
        arriving = {line.key.casefold() for line in lines if line.outcome == CREATED}
        for line in lines:
            if line.assignment and not line.row_id and line.key.casefold() not in arriving:
                line.refuse("La ligne de cette personne est refusée plus haut.")
            if line.outcome == CREATED:
                line.values["identifiant"] = self._new_identifiant(line)
            if line.outcome != REFUSED:
                self._say_changes(line)
        population = sum(agent.is_active for agent in self.keyed.values())
        missing = self.affectations.counted(
            line.missing_direction for line in lines if line.missing_direction and line.outcome != REFUSED
        )
        notes = list(self.sheet.notes)
        if missing:
            notes.append(f"Directions inconnues {named_directions(missing)}")
        return Plan([*lines, *self._leavers(lines)], notes, self, population, missing)

    def _new_identifiant(self, line: PlannedLine) -> str:
        return self.identifiants.new(line.values[FIRST], line.values[LAST])

    # One line

    def _line(self, row: FileRow) -> PlannedLine:
        line = PlannedLine(row.line)
        if row.fault:
            return line.refuse(row.fault)
        line.key = line.number = cleaning.clean_personnel_number(row.cells.get(NUMBER, ""))
        line.name = name_of(row)
        if not line.number:
            return line.refuse(spaced("Sans matricule : rien ne dit de qui il s’agit."))
        agent = self._agent_of(line)
        key = ((agent and agent.personnel_number) or line.number).casefold()
        if key in self.lines_of and not assignments.is_said(row):
            return line.refuse(f"Le matricule {line.number} est déjà à la ligne {self.lines_of[key]}.")
        is_first = self.lines_of.setdefault(key, line.line) == line.line
        if why := self._why_unnamed(row):
            return line.refuse(why)
        if agent is not None and self._is_somebody_else(agent, line):
            return line.refuse(
                spaced(f"Le matricule {line.number} est celui {of(agent)} dans l’annuaire : vérifiez.")
            )
        line.row_id = agent.pk if agent else None
        # An agent has one place, and as many lines as assignments.
        if is_first:
            self._read(row, line, agent)
        if assignments.is_said(row):
            self._assign(row, line, agent)
        return line

    def _assign(self, row: FileRow, line: PlannedLine, agent: Agent | None) -> None:
        try:
            planned, assigned = self.assignments.plan(row, agent)
        except ValidationError as error:
            line.notes += error.messages
            return
        work = (line.key, planned.kind, plain(planned.title), planned.direction_id, planned.first_day)
        if work in self.said:
            line.notes.append(spaced("Affectation déjà dite plus haut : laissée de côté."))
        elif assigned:
            line.assignment, line.assigned = planned, assigned
        self.said.add(work)

    def _agent_of(self, line: PlannedLine) -> Agent | None:
        if agent := self.keyed.get(line.key.casefold()):
            return agent
        if line.key.isdecimal() and len(near := self.unpadded[line.key.lstrip("0")]) == 1:
            line.notes.append(f"Le matricule {line.number} est lu {near[0].personnel_number}.")
            return near[0]
        return None

    def _is_somebody_else(self, agent: Agent, line: PlannedLine) -> bool:
        """A name changes at a wedding, a first name seldom; both at once, and the number is another's."""
        known = {*plain(str(agent)).replace("-", " ").split()}
        return not known & {*plain(line.name).replace("-", " ").split()}

    @staticmethod
    def _why_unnamed(row: FileRow) -> str:
        sent = {name: clean_text(row.cells.get(name, "")) for name in (LAST, FIRST, NUMBER)}
        if not sent[LAST] or not sent[FIRST]:
            return "Sans nom ou sans prénom."
        too_long = [LABELS[name] for name, text in sent.items() if len(text) > LONGEST[name]]
        return spaced(f"Trop long : {listed(too_long)}.") if too_long else ""

    def _read(self, row: FileRow, line: PlannedLine, agent: Agent | None) -> None:
        """An empty cell changes nothing; one that cannot be read is left out, and said."""
        if agent is None:
            line.outcome, line.values = CREATED, {self.key: line.key}
        for name, clean in CLEANED.items():
            sent = clean_text(row.cells.get(name, ""))[: LONGEST[name]]
            written = clean(sent)
            if agent is not None:
                written = cleaning.keep_known_spelling(sent, written, getattr(agent, name))
            if written and self._take(line, agent, name, written) and written != sent:
                line.notes.append(spaced(f"« {sent} » est écrit « {written} »."))
        for name, read in READ.items():
            sent = row.cells.get(name, "")
            try:
                written = read(sent)
            except ValueError:
                said = clean_text(sent)[:60]
                line.notes.append(
                    spaced(f"{LABELS[name].capitalize()} « {said} » illisible : laissé de côté.")
                )
                continue
            known = (getattr(agent, name, "") or "").lower()
            if not written or written.lower() == known:
                continue
            if agent is not None and (why := self._why_left(agent, name)):
                line.notes.append(spaced(why))
            else:
                line.values[name] = written
        self._place(row, line, agent)
        if agent is not None:
            self._open(line, agent)

    def _why_left(self, agent: Agent, name: str) -> str:
        if name == "phone" and (card := Card.of(agent)) and card.phone_corrected_at:
            return "Téléphone : celui que l’agent a corrigé est gardé."
        if name == "email" and self._keeps_address(agent):
            why = "cette personne a un rôle ou lit des textes confidentiels"
            return f"Courriel gardé : {why}, {self.changed_by}."
        return ""

    @staticmethod
    def _take(line: PlannedLine, agent: Agent | None, name: str, written: Any) -> bool:
        if is_new := agent is None or getattr(agent, name) != written:
            line.values[name] = written
        return is_new

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
        for line in lines:
            if "email" in line.values and is_taken(line.values["email"]):
                address = line.values.pop("email")
                line.notes.append(
                    spaced(f"L’adresse {address} est celle de l’intranet ou d’une salle : laissée de côté.")
                )
        lost = lines
        while lost:
            asking = [line for line in lines if "email" in line.values]
            leaving = {line.row_id for line in asking}
            holders: dict[str, Any] = {
                agent.email.lower(): agent for agent in self.agents if agent.email and agent.pk not in leaving
            }
            for line in asking:
                holders.setdefault(line.values["email"], line)
            lost = [line for line in asking if holders[line.values["email"]] is not line]
            for line in lost:
                self._lose_address(line, holders[line.values["email"]])

    def _lose_address(self, line: PlannedLine, holder: Any) -> None:
        address = line.values.pop("email")
        if not isinstance(holder, Agent):
            whose = self.place.format(holder)
        elif line.outcome == CREATED and not (getattr(holder, self.key) or holder.is_elected):
            # Most likely the same person, whose account was made by hand: a second one would be no help.
            line.refuse(
                f"L’adresse {address} est celle {of(holder)}, dont la fiche n’a pas de matricule. "
                "Si c’est la même personne, inscrivez le matricule sur sa fiche, puis recommencez."
            )
            return
        else:
            whose = f"celle {of(holder)}"
        line.notes.append(spaced(f"L’adresse {address} est déjà {whose} : laissée de côté."))

    def _say_changes(self, line: PlannedLine) -> None:
        agent = self.by_id.get(line.row_id or 0)
        if line.outcome == SAME and (line.values or line.assignment):
            line.outcome = CHANGED
        for name, value in line.values.items():
            before = getattr(agent, name, None)
            if name == "direction_id":
                before, value = self.affectations.name_of(before), self.affectations.name_of(value)
            label = LABELS.get(name.removesuffix("_id"), name)
            line.changes.append((label, str(before or "—"), str(value)))
        if line.assignment:
            line.changes.append((line.assigned, "—", self.assignments.words_of(line.assignment)))

    def _leavers(self, lines: list[PlannedLine]) -> Iterator[PlannedLine]:
        """Active, keyed, and named by no line, not even a refused one; those with a role first."""
        refused = {plain(line.name) for line in lines if line.outcome == REFUSED and line.name}
        gone = [agent for key, agent in self.keyed.items() if agent.is_active and key not in self.lines_of]
        for agent in sorted(gone, key=lambda agent: (not agent.roles, plain(str(agent)), agent.pk)):
            kept = self._why_kept(agent)
            if not kept and plain(str(agent)) in refused:
                kept = "une ligne refusée porte ce nom"
            notes = [spaced(f"Rôle : {listed(sorted(agent.roles))}.")] if agent.roles else []
            notes.append(spaced(f"Gardé ouvert : {kept}.") if kept else self.leaving)
            number = getattr(agent, self.shown)
            yield PlannedLine(0, str(agent), number, LEAVER, agent.pk, notes=notes, kept=kept)

    def _why_kept(self, agent: Agent) -> str:
        """Why the account of someone whom the source does not name stays open."""
        if self.by is not None and agent.pk == self.by.pk:
            return "c’est vous"
        if self._is_above(agent):
            return spaced("cette personne a un rôle : un administrateur ferme son compte")
        if agent.pk in self.heads_below:
            return "ses visas viendraient à vous, qui dirigez au-dessus"
        return ""
