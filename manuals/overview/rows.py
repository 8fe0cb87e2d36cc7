"""The rows of the overview: a software, and how well each of its problems is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from manuals.models import Problem, ProblemRecord, Software, TestResult, WorkflowUpdates
from manuals.problems.marks import Mark, mark_of, record_of

# What a mark alone would hide.
NOTES = {TestResult.FAILURE: "essai raté", TestResult.PARTIAL: "essai réussi en partie"}
TROUBLES = (WorkflowUpdates.State.WORKAROUND, WorkflowUpdates.State.BROKEN)


@dataclass(frozen=True, slots=True)
class Cell:
    problem: Problem
    mark: Mark
    record: ProblemRecord | None

    @property
    def note(self) -> str:
        """What is broken is said whatever is known of the rest."""
        if self.record is None:
            return ""
        said = ["commencé"] if self.mark == Mark.UNKNOWN else []
        if isinstance(self.record, WorkflowUpdates) and self.record.state in TROUBLES:
            said.append(self.record.get_state_display())
        if self.record.test_result in NOTES:
            said.append(NOTES[TestResult(self.record.test_result)])
        return ", ".join(said)


@dataclass(frozen=True, slots=True)
class Row:
    software: Software
    cells: list[Cell]

    @property
    def badness(self) -> list[int]:
        """How many unknown, then how many to review, then known: the rule that the page says, sorted upwards."""
        marks = [cell.mark for cell in self.cells]
        return [-marks.count(mark) for mark in Mark]


def rows_of(software: Iterable[Software], *, on: date) -> list[Row]:
    """The worst first, then in the order given; `software` comes from `for_overview`."""
    rows = [Row(each, _cells(each, on)) for each in software]
    return sorted(rows, key=lambda row: row.badness)


def _cells(software: Software, on: date) -> list[Cell]:
    records = [(problem, record_of(software, problem)) for problem in Problem]
    return [Cell(problem, mark_of(record, on=on), record) for problem, record in records]
