"""The rows of the overview: a software, and how well each of its problems is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from manuals.models import Problem, ProblemRecord, Software, TestResult, WorkflowUpdates
from manuals.problems.marks import Mark, dangers_of, mark_of, missing_of, record_of


@dataclass(frozen=True, slots=True)
class Cell:
    problem: Problem
    mark: Mark
    record: ProblemRecord | None

    @property
    def dangers(self) -> list[str]:
        return dangers_of(self.record) if self.record else []

    @property
    def note(self) -> str:
        """Return what a mark alone would hide, beside the dangers."""
        if self.record is None:
            return ""
        said = ["commencé"] if missing_of(self.record) else []
        if isinstance(self.record, WorkflowUpdates) and self.record.state == WorkflowUpdates.State.WORKAROUND:
            said.append(self.record.get_state_display())
        if self.record.test_result == TestResult.PARTIAL:
            said.append("essai réussi en partie")
        return ", ".join(said)


@dataclass(frozen=True, slots=True)
class Row:
    """`contract_over` is the day that its contract ended, for a reader of that contract while nobody has answered."""

    software: Software
    cells: list[Cell]
    contract_over: date | None = None

    @property
    def badness(self) -> list[int]:
        """How many dangers, then unknown, then to review: the rule that the page says, sorted upwards."""
        marks = [cell.mark for cell in self.cells]
        dangers, *others = (-marks.count(mark) for mark in Mark)
        return [dangers - bool(self.contract_over), *others]


def rows_of(
    software: Iterable[Software], *, on: date, contracts_over: Mapping[int, date] | None = None
) -> list[Row]:
    """The worst first, then in the order given; `software` comes from `for_overview`.

    `contracts_over` are the ends of contracts by the id of their software, as the reader may know them.
    """
    over = contracts_over or {}
    rows = [Row(each, _cells(each, on), over.get(each.pk)) for each in software]
    return sorted(rows, key=lambda row: row.badness)


def _cells(software: Software, on: date) -> list[Cell]:
    records = [(problem, record_of(software, problem)) for problem in Problem]
    return [Cell(problem, mark_of(record, on=on), record) for problem, record in records]
