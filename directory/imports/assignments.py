"""The directions that a file means, and the assignments that it gives beside each agent's place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils import timezone

from core.french import plain, spaced, with_capital
from core.people.models import Agent, Assignment
from core.people.models.assignments import NO_STAFF_REPRESENTATION, is_staff_representation
from core.people.tree import Tree, Unit
from core.web.fields import FIRST_YEAR, LAST_YEAR
from directory.agent_search import acronyms
from directory.assignments import period_of
from directory.imports.cleaning import clean_function, clean_text
from directory.imports.parser import FileRow

# Directions

# « Direction des sports », « SERVICE DE L'ÉTAT CIVIL »: the unit's own name may leave these out.
BEFORE_NAME = re.compile(
    r"^(?:direction|service|pole|departement)\s+(?:de\s+la\s+|de\s+l\s+|des\s+|du\s+|de\s+|d\s+)?"
)


class DirectionMatcher:
    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.named: dict[str, list[Unit]] = {}
        for unit in tree:
            for name in _names_of(unit.name):
                self.named.setdefault(name, []).append(unit)

    def find(self, direction: str, service: str) -> tuple[Unit | None, str]:
        """The unit, the service before its direction; and what must be said of it."""
        direction, service = clean_text(direction)[:120], clean_text(service)[:120]
        directions, services = self.units(direction), self.units(service)
        above = directions[0] if len(directions) == 1 else None
        if above is not None:
            services = [unit for unit in services if above in unit.path]
        if len(services) == 1:
            return services[0], ""
        if above is not None:
            note = spaced(f"Service « {service} » inconnu à « {above.name} » : mis à la direction.")
            return above, note if service else ""
        said = service or direction
        if not said:
            return None, ""
        if services or directions:
            return (
                None,
                spaced(f"Plusieurs directions s’appellent « {said} » : affectation inchangée."),
            )
        return None, spaced(f"Direction « {said} » inconnue : affectation inchangée.")

    def unknown(self, text: str) -> str:
        """Return the name of a direction that the tree does not have, as it would be written; empty for others."""
        name = clean_text(text)[:120]
        return "" if not flat(name) or self.units(name) else with_capital(clean_function(name))

    @staticmethod
    def counted(unknown: Iterable[str]) -> dict[str, int]:
        """Count each unknown direction once, by its longest name: « SPORTS » is « Direction des sports »."""
        known: dict[str, str] = {}
        counts: Counter[str] = Counter()
        for name, count in sorted(Counter(unknown).items(), key=lambda item: -len(item[0])):
            whole = flat(name)
            meant = known.get(whole) or known.get(BEFORE_NAME.sub("", whole), name)
            counts[meant] += count
            known = dict.fromkeys(_names_of(name), meant) | known
        return dict(sorted(counts.items(), key=lambda item: plain(item[0])))

    def name_of(self, pk: int | None) -> str:
        return self.tree.units[pk].name if pk in self.tree.units else ""

    def units(self, text: str) -> list[Unit]:
        if not text:
            return []
        whole = flat(text)
        return self.named.get(whole) or self.named.get(BEFORE_NAME.sub("", whole), [])


def _names_of(name: str) -> set[str]:
    whole = flat(name)
    return {whole, BEFORE_NAME.sub("", whole), *acronyms(name)}


def flat(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain(text)).split())


# Assignments

KIND, TITLE, WHERE, FROM, TO = (
    "assignment_kind",
    "assignment_title",
    "assignment_direction",
    "assignment_from",
    "assignment_to",
)
ADDED, ENDED, CORRECTED, SAME = "added", "ended", "corrected", "same"
LABELS = {ADDED: "affectation ajoutée", ENDED: "affectation finie", CORRECTED: "affectation corrigée"}
LONGEST_TITLE = 120
# How the kinds begin, without accents.
KINDS = {
    "fonction": Assignment.Kind.FUNCTIONAL,
    "transvers": Assignment.Kind.FUNCTIONAL,
    "interim": Assignment.Kind.INTERIM,
    "mandat": Assignment.Kind.MANDATE,
    "referent": Assignment.Kind.MANDATE,
}
FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%d/%m/%y", "%d-%m-%Y", "%Y-%m-%d %H:%M:%S")


@dataclass
class PlannedAssignment:
    """An assignment in a line; `row_id` is the existing one, None for a new one. Days as text, for a digest."""

    kind: str
    title: str
    direction_id: int | None
    first: str
    last: str
    outcome: str = ADDED
    row_id: int | None = None

    def on(self, row: Assignment) -> Assignment:
        """The row as the file says it."""
        row.kind, row.title, row.direction_id = self.kind, self.title, self.direction_id
        row.period = period_of(
            date.fromisoformat(self.first), date.fromisoformat(self.last) if self.last else None
        )
        return row


def is_said(row: FileRow) -> bool:
    return bool(row.cells.get(TITLE, "").strip())


class AssignmentPlanner:
    """Compares with what the directory holds, read in one statement."""

    def __init__(self, matcher: DirectionMatcher) -> None:
        self.matcher = matcher
        self.known: dict[int, list[Assignment]] = {}
        for row in Assignment.objects.filter(project=None).order_by("-period", "pk"):
            self.known.setdefault(row.agent_id, []).append(row)

    def plan(self, row: FileRow, agent: Agent | None) -> tuple[PlannedAssignment | None, str]:
        """None and why where the line's assignment cannot be written; the rest of the line is taken all the same."""
        title = clean_function(row.cells[TITLE])
        if len(title) > LONGEST_TITLE:
            return None, spaced(f"Affectation refusée : plus de {LONGEST_TITLE} caractères.")
        if is_staff_representation(title):
            return None, f"Affectation refusée. {NO_STAFF_REPRESENTATION}"
        kind = _kind(row.cells.get(KIND, ""))
        if kind is None:
            said = clean_text(row.cells[KIND])[:60]
            return None, spaced(f"Affectation refusée : nature « {said} » inconnue.")
        where = clean_text(row.cells.get(WHERE, ""))
        unit, _ = self.matcher.find(where, "")
        if where and unit is None:
            return None, spaced(f"Affectation refusée : direction « {where[:60]} » inconnue.")
        try:
            first, last = _day(row.cells.get(FROM, "")), _day(row.cells.get(TO, ""))
        except ValueError:
            return None, spaced("Affectation refusée : une date est illisible.")
        planned = PlannedAssignment(kind, title, unit.pk if unit else None, _iso(first), _iso(last))
        self._compare(planned, self.known.get(agent.pk, []) if agent else [])
        try:
            planned.on(Assignment())
        except ValidationError:
            return None, spaced("Affectation refusée : la fin précède le début.")
        return planned, ""

    def words_of(self, planned: PlannedAssignment) -> str:
        said = planned.on(Assignment())
        where = self.matcher.name_of(planned.direction_id)
        return f"{said.title}{f' ({where})' if where else ''}, {said.days}"

    @staticmethod
    def _compare(planned: PlannedAssignment, theirs: Iterable[Assignment]) -> None:
        """Find the assignment that is meant: the same work that began that day, or else that lasts still."""
        same = [
            row
            for row in theirs
            if (row.kind, row.direction_id) == (planned.kind, planned.direction_id)
            and plain(row.title) == plain(planned.title)
        ]
        meant = next((row for row in same if _iso(row.first_day) == planned.first), None)
        if meant is None:
            meant = next((row for row in same if not row.is_past or not planned.first), None)
        if meant is None:
            planned.first = planned.first or _iso(timezone.localdate())
            return
        planned.row_id, planned.title = meant.pk, meant.title
        planned.first = planned.first or _iso(meant.first_day)
        # An empty cell changes nothing.
        planned.last = planned.last or _iso(meant.last_day)
        if (planned.first, planned.last) == (_iso(meant.first_day), _iso(meant.last_day)):
            planned.outcome = SAME
        else:
            planned.outcome = ENDED if planned.first == _iso(meant.first_day) else CORRECTED


def _kind(text: str) -> str | None:
    said = plain(clean_text(text))
    if not said:
        return Assignment.Kind.FUNCTIONAL
    return next((kind for start, kind in KINDS.items() if start in said), None)


def _day(text: str) -> date | None:
    """Raises ValueError for what is no day."""
    text = clean_text(text)
    if not text:
        return None
    for form in FORMATS:
        try:
            day = datetime.strptime(text, form).date()  # noqa: DTZ007  (a day, wherever one is)
        except ValueError:
            continue
        if FIRST_YEAR <= day.year <= LAST_YEAR:
            return day
    raise ValueError(text)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
