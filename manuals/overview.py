"""All software through the three problems, on one page that a meeting projects; its counts are for articles too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.french import count_of, plain, with_capital
from core.people.models import Direction
from core.people.requests import AgentRequest
from core.web.charts import Chart, bars
from core.web.forms import FilterForm
from core.web.pagination import paginate
from core.web.spreadsheets import table_response
from manuals import policies
from manuals.models import Contract, Problem, ProblemRecord, Software, TestResult, WorkflowUpdates
from manuals.problems import Mark, dangers_of, mark_of, missing_of, record_of
from manuals.querysets import SoftwareQuerySet


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
    def is_unknown(self) -> bool:
        """Nothing is written of it: the page folds it."""
        return not self.contract_over and all(cell.record is None for cell in self.cells)

    @property
    def order(self) -> list[int]:
        """Most dangers first, then the best known, then the least to review: the rule that the page says."""
        marks = [cell.mark for cell in self.cells]
        dangers = marks.count(Mark.AT_RISK) + bool(self.contract_over)
        return [self.is_unknown, -dangers, marks.count(Mark.UNKNOWN), marks.count(Mark.TO_REVIEW)]


def rows_of(
    software: Iterable[Software], *, on: date, contracts_over: Mapping[int, date] | None = None
) -> list[Row]:
    """Dangers first, what nobody knows last, otherwise in the order given; `software` comes from `for_overview`.

    `contracts_over` are the ends of contracts by the id of their software, as the reader may know them.
    """
    over = contracts_over or {}
    rows = []
    for each in software:
        records = [(problem, record_of(each, problem)) for problem in Problem]
        cells = [Cell(problem, mark_of(record, on=on), record) for problem, record in records]
        rows.append(Row(each, cells, over.get(each.pk)))
    return sorted(rows, key=lambda row: row.order)


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


class OverviewFilterForm(FilterForm):
    direction = forms.TypedChoiceField(label="Direction", required=False, coerce=int, empty_value=None)
    vendor = forms.ChoiceField(label="Éditeur", required=False)

    @classmethod
    def offered(cls) -> dict[str, list[Any]]:
        alive = Software.objects.alive()
        owners = Direction.objects.filter(Exists(alive.filter(owner=OuterRef("pk")))).by_name()
        vendors = alive.exclude(vendor="").values_list("vendor", flat=True).distinct()
        return {
            "direction": [("", "Toutes"), *owners.values_list("pk", "name")],
            "vendor": [("", "Tous"), *((vendor, vendor) for vendor in sorted(vendors, key=plain))],
        }

    def filter(self, software: SoftwareQuerySet) -> SoftwareQuerySet:
        asked = self.cleaned_data
        if asked["direction"]:
            software = software.filter(owner=asked["direction"])
        if asked["vendor"]:
            software = software.filter(vendor=asked["vendor"])
        return software


COLUMNS = ["Progiciel", "Direction", "Éditeur", "État"] + [
    f"{problem.label}{of}"
    for problem in Problem
    for of in ("", ", renseigné le", ", essayé le", ", résultat de l’essai")
]


def lines_of(rows: Iterable[Row]) -> Iterator[list[Any]]:
    for row in rows:
        software = row.software
        yield [
            software.name,
            software.owner.name,
            software.vendor,
            software.get_state_display(),
            *(value for cell in row.cells for value in _values(cell)),
        ]


def _values(cell: Cell) -> list[Any]:
    word, record = with_capital(cell.mark.label), cell.record
    if record is None:
        return [word, None, None, ""]
    return [word, record.filled_on, record.tested_on, record.get_test_result_display()]


# A town of forty-five software sees them all at once.
ROWS_A_PAGE = 60


@require_safe
def overview(request: AgentRequest) -> HttpResponse:
    filters, rows = _asked(request)
    # What the town knows is of all its software, whatever is filtered below.
    counts = counts_today() if filters.is_filtering else counts_of(rows, on=timezone.localdate())
    page = paginate(rows, request, size=ROWS_A_PAGE)
    context = {
        "page": page,
        "unknown": [row for row in page if row.is_unknown],
        "filters": filters,
        "counts": counts,
        "chart": counts.chart(f"Connu, sur {count_of(counts.total, 'progiciel')}"),
        "marks": list(Mark),
        "problems": list(Problem),
        "sees_contracts": policies.can_see_contracts(request.user),
    }
    return render(request, "manuals/overview/overview.html", context)


@require_safe
def overview_export(request: AgentRequest) -> FileResponse:
    _, rows = _asked(request)
    return table_response(COLUMNS, lines_of(rows), name="trois-problemes")


def _asked(request: AgentRequest) -> tuple[OverviewFilterForm, list[Row]]:
    filters = OverviewFilterForm.reading(request.GET)
    software = filters.filter(Software.objects.alive()).for_overview()
    on = timezone.localdate()
    over = Contract.objects.visible_to(request.user).over_unanswered(on=on)
    ends = {pk: ended_on for pk, ended_on in over.values_list("software", "ends_on") if ended_on}
    return filters, rows_of(software, on=on, contracts_over=ends)
