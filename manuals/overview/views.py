from collections.abc import Iterable, Iterator
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.people.requests import AgentRequest
from core.ui.french import count_of, with_capital
from core.ui.pagination import paginate
from core.ui.spreadsheets import Form, table_response
from manuals.models import Contract, Problem, Software
from manuals.overview.counts import counts_of, counts_today
from manuals.overview.forms import OverviewFilterForm
from manuals.overview.rows import Cell, Row, rows_of
from manuals.problems.marks import Mark

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
    context = {
        "page": paginate(rows, request, size=ROWS_A_PAGE),
        "filters": filters,
        "counts": counts,
        "chart": counts.chart(f"Connu, sur {count_of(counts.total, 'progiciel')}"),
        "marks": list(Mark),
        "problems": list(Problem),
    }
    return render(request, "manuals/overview/overview.html", context)


@require_safe
def overview_export(request: AgentRequest, form: Form) -> FileResponse:
    """The table as it is filtered, whole."""
    _, rows = _asked(request)
    return table_response(COLUMNS, lines_of(rows), name="trois-problemes", form=form)


def _asked(request: AgentRequest) -> tuple[OverviewFilterForm, list[Row]]:
    filters = OverviewFilterForm.from_query(request.GET, by=request.user)
    software = filters.filter(Software.objects.alive()).for_overview()
    on = timezone.localdate()
    over = Contract.objects.visible_to(request.user).over_unanswered(on=on)
    ends = {pk: ended_on for pk, ended_on in over.values_list("software", "ends_on") if ended_on}
    return filters, rows_of(software, on=on, contracts_over=ends)
