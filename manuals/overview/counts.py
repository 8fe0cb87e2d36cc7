"""How many software stand at each mark, problem by problem, on a day: for the overview and for articles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from core.ui.charts import Chart, bars
from manuals.models import Problem, Software
from manuals.overview.rows import Row, rows_of
from manuals.problems.marks import Mark

WELL_KNOWN = (Mark.KNOWN, Mark.TESTED)


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of `total` software, `on` that day: `of[problem][mark]`, every problem and mark present."""

    on: date
    total: int
    of: dict[Problem, dict[Mark, int]]

    def known(self, problem: Problem) -> int:
        """Known, tested or not; what is to be read again is not."""
        return sum(self.of[problem][mark] for mark in WELL_KNOWN)

    def share(self, problem: Problem) -> int:
        """In percent."""
        return round(100 * self.known(problem) / self.total) if self.total else 0

    @property
    def table(self) -> list[tuple[Mark, list[int]]]:
        """The marks and their numbers, in the order of `Problem`."""
        return [(mark, [marks[mark] for marks in self.of.values()]) for mark in Mark]

    def chart(self, title: str) -> Chart:
        return bars(title, [(problem.label, self.share(problem)) for problem in Problem], unit="%")


def counts_of(rows: Iterable[Row], *, on: date) -> Counts:
    rows = list(rows)
    found = {problem: dict.fromkeys(Mark, 0) for problem in Problem}
    for row in rows:
        for cell in row.cells:
            found[cell.problem][cell.mark] += 1
    return Counts(on, len(rows), found)


def counts_today() -> Counts:
    """Count all software that is not retired, in one statement."""
    on = timezone.localdate()
    return counts_of(rows_of(Software.objects.alive().for_overview(), on=on), on=on)
