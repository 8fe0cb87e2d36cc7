"""Books what a reader found, in batches, past the rules of hours but never over someone else's booking.

A dry run is the same code without the writing. Twice is once: each booking keeps the key of the event it came from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from django.db import DatabaseError, transaction

from core.history.context import action_context
from core.people.models import Agent
from core.ui import locks
from core.ui.french import count_of, listed, spaced
from rooms.availability import conflicts, occupancy
from rooms.importers.batches import Batch
from rooms.importers.conflicts import Taken
from rooms.importers.people import People
from rooms.importers.report import ImportOutcome, Report, ReportLine
from rooms.importers.source_events import Unit
from rooms.models import Booking

BATCH = 500
# More names than these are read nowhere.
MOST_NAMED = 100
ACTION_NAME = "a repris un ancien agenda"
UNIQUE_VIOLATION = "23505"
LAST_WALLS = (conflicts.EXCLUSION_VIOLATION, conflicts.DEADLOCK, UNIQUE_VIOLATION)
Tell = Callable[[ReportLine], None]
# After each batch, in its transaction: the report so far, and what was just booked.
Progress = Callable[[Report, list[Booking]], None]


class Importer:
    """One run over one source; `by` answers for it, and is the organiser of what nobody else is known for.

    No notification for each booking: `rooms.importers.notifications` sends one for the whole import.
    """

    def __init__(
        self,
        *,
        by: Agent,
        is_trial: bool,
        report: Report | None = None,
        tell: Tell = lambda line: None,
        progress: Progress = lambda report, bookings: None,
    ) -> None:
        self.by, self.is_trial = by, is_trial
        self.report = report or Report()
        # How many bookings each organiser got, by their id: for the notifications at the end.
        self.organisers: Counter[int] = Counter()
        # The same of those whom nobody here is, by their name there.
        self._strangers: Counter[str] = Counter()
        self._tell, self._progress = tell, progress
        self._people = People()
        self._taken = Taken()
        self._seen: set[str] = set()

    def run(self, found: Iterable[Unit | ReportLine]) -> Report:
        """Book what can be, and say of the rest why not."""
        for units in self._batches(found):
            self._book(units)
        if self._strangers:
            self.report.note(self._said_strangers())
        return self.report

    def _said_strangers(self) -> str:
        names = [f"{name} ({count})" for name, count in sorted(self._strangers.items())]
        if left := names[MOST_NAMED:]:
            names[MOST_NAMED:] = [count_of(len(left), "autre personne", "autres personnes")]
        return spaced(
            f"Sans compte ouvert ici, leurs réservations vont à {self.by}, avec leur nom dans l’objet : "
            f"{listed(names)}."
        )

    def _batches(self, found: Iterable[Unit | ReportLine]) -> Iterator[list[Unit]]:
        """Some five hundred dates at a time; what the reader refused is reported on the way."""
        units: list[Unit] = []
        size = 0
        for one in found:
            self.report.counts["events"] += 1
            if isinstance(one, ReportLine):
                self.report.counts[one.outcome] += 1
                self.report.tell(one)
                self._tell(one)
                continue
            units.append(one)
            size += len(one.slots)
            if size >= BATCH:
                yield units
                units, size = [], 0
        yield units

    def _book(self, units: list[Unit]) -> None:
        """One batch in one transaction; what only the database's last wall sees is found by going one by one."""
        batch = Batch(units, self.by, self._people, self._taken, self._seen)
        try:
            with transaction.atomic(), action_context(ACTION_NAME, by=self.by):
                if self.is_trial:
                    batch.decide()
                else:
                    self._lock(units)
                    batch.decide()
                    batch.write()
                batch.add_to(self.report)
                self.organisers.update(booking.organiser_id for booking in batch.bookings)
                self._strangers.update(batch.strangers)
                self._progress(self.report, batch.bookings)
        except DatabaseError as error:
            if getattr(error.__cause__, "sqlstate", None) not in LAST_WALLS:
                raise
            batch.undo()
            self._one_by_one(units)
        else:
            for line in batch.lines:
                self._tell(line)

    @staticmethod
    def _lock(units: list[Unit]) -> None:
        # Two imports of one file take turns, so that the second finds what the first booked.
        locks.wait_for("rooms.importers")
        if rooms := {unit.room for unit in units}:
            occupancy.lock(*rooms)

    def _one_by_one(self, units: list[Unit]) -> None:
        if len(units) > 1:
            for unit in units:
                self._book([unit])
            return
        unit = units[0]
        words = spaced("la base l’a refusé : quelqu’un vient de prendre la salle. Relancez l’import.")
        line = ReportLine(ImportOutcome.CLASH, unit.where, unit.label, words)
        self.report.counts["clash"] += len(unit.slots)
        self.report.tell(line)
        self._tell(line)
