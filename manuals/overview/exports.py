"""The overview as a table for a spreadsheet: nothing of the contracts."""

from collections.abc import Iterable, Iterator
from typing import Any

from core.ui.french import with_capital
from manuals.models import Problem
from manuals.overview.rows import Cell, Row

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
