"""The directions that a file means, and the assignments that it gives beside each agent's place."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone

from core.french import plain, spaced, with_capital
from core.imports.cells import clean_text, flat, read_day
from core.people.models import Agent, Assignment
from core.people.models.assignments import NO_STAFF_REPRESENTATION, is_staff_representation
from core.people.tree import Tree, Unit
from core.web.fields import FIRST_YEAR, LAST_YEAR
from directory.agent_search import acronyms
from directory.assignments import period_of
from directory.imports.cleaning import clean_function
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


# Assignments

KIND, TITLE, WHERE, FROM, TO = (
    "assignment_kind",
    "assignment_title",
    "assignment_direction",
    "assignment_from",
    "assignment_to",
)
ADDED, ENDED, CORRECTED = "affectation ajoutée", "affectation finie", "affectation corrigée"
LONGEST_TITLE = 120
# How the kinds begin, without accents.
KINDS = {
    "fonction": Assignment.Kind.FUNCTIONAL,
    "transvers": Assignment.Kind.FUNCTIONAL,
    "interim": Assignment.Kind.INTERIM,
    "mandat": Assignment.Kind.MANDATE,
    "referent": Assignment.Kind.MANDATE,
}


def is_said(row: FileRow) -> bool:
    return bool(row.cells.get(TITLE, "").strip())


class AssignmentPlanner:
    """Compares with what the directory holds, read in one statement."""

    def __init__(self, matcher: DirectionMatcher) -> None:
        self.matcher = matcher
        self.known: dict[int, list[Assignment]] = defaultdict(list)
        for row in Assignment.objects.filter(project=None).order_by("-period", "pk"):
            self.known[row.agent_id].append(row)

    def plan(self, row: FileRow, agent: Agent | None) -> tuple[Assignment, str]:
        """Return the line's assignment, new or known, as it would be, and what changes of it in words; none, nothing.

        Raises ValidationError when it cannot be written; the rest of the line is taken all the same.
        """
        title = clean_function(row.cells[TITLE])
        if len(title) > LONGEST_TITLE:
            raise ValidationError(spaced(f"Affectation refusée : plus de {LONGEST_TITLE} caractères."))
        if is_staff_representation(title):
            raise ValidationError(f"Affectation refusée. {NO_STAFF_REPRESENTATION}")
        kind = _kind(row.cells.get(KIND, ""))
        if kind is None:
            said = clean_text(row.cells[KIND])[:60]
            raise ValidationError(spaced(f"Affectation refusée : nature « {said} » inconnue."))
        where = clean_text(row.cells.get(WHERE, ""))
        unit, _ = self.matcher.find(where, "")
        if where and unit is None:
            raise ValidationError(spaced(f"Affectation refusée : direction « {where[:60]} » inconnue."))
        try:
            first, last = (_day(row.cells.get(name, "")) for name in (FROM, TO))
        except ValueError as error:
            raise ValidationError(spaced("Affectation refusée : une date est illisible.")) from error
        wanted = Assignment(kind=kind, title=title, direction_id=unit.pk if unit else None)
        meant = self._meant(wanted, first, self.known[agent.pk] if agent else [])
        before = (meant.first_day, meant.last_day) if meant else None
        planned = meant or wanted
        # An empty cell changes nothing.
        first = first or (meant.first_day if meant else timezone.localdate())
        last = last or (meant.last_day if meant else None)
        try:
            planned.period = period_of(first, last)
        except ValidationError as error:
            raise ValidationError(spaced("Affectation refusée : la fin précède le début.")) from error
        if before == (first, last):
            return planned, ""
        return planned, ADDED if before is None else ENDED if before[0] == first else CORRECTED

    def words_of(self, planned: Assignment) -> str:
        where = self.matcher.name_of(planned.direction_id)
        return f"{planned.title}{f' ({where})' if where else ''}, {planned.days}"

    @staticmethod
    def _meant(wanted: Assignment, first: date | None, theirs: list[Assignment]) -> Assignment | None:
        """Find the assignment that is meant: the same work that began that day, or else that lasts still."""
        same = [
            row
            for row in theirs
            if (row.kind, row.direction_id) == (wanted.kind, wanted.direction_id)
            and plain(row.title) == plain(wanted.title)
        ]
        meant = next((row for row in same if row.first_day == first), None)
        return meant or next((row for row in same if not row.is_past or not first), None)


def _kind(text: str) -> str | None:
    said = plain(clean_text(text))
    if not said:
        return Assignment.Kind.FUNCTIONAL
    return next((kind for start, kind in KINDS.items() if start in said), None)


def _day(text: str) -> date | None:
    """Raises ValueError for what is no day."""
    day = read_day(clean_text(text))
    if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(text)
    return day
