"""Tables as French spreadsheets open them: CSV by lines, XLSX with dates and numbers as such.

A cell is text, a number, a date, a moment, a yes or no, or None. Both forms are read in rows, once: a queryset's
`.iterator()` will do.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any, Literal

from django.http import FileResponse
from django.utils.http import content_disposition_header

from core.french import local
from core.web.connections import spooled
from core.web.non_blank import writable

MARK = "\ufeff"
# A spreadsheet would run a cell that begins with one of these.
FORMULA = ("=", "+", "-", "@", "\t", "\r")

Form = Literal["csv", "xlsx"]
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What a cell of XLSX holds at most, and a sheet's name.
LONGEST_CELL, LONGEST_NAME = 32_767, 31
CUT = " […]"


def harmless(cell: str) -> str:
    """The cell, shown and never run."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def csv_rows(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The lines of the file, its mark first; semicolons, since the comma is for decimals."""
    yield MARK + "".join(spreadsheet_lines([header]))
    yield from spreadsheet_lines(rows)


def spreadsheet_lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    return csv_lines(([_written(cell) for cell in row] for row in rows), delimiter=";")


def csv_lines(rows: Iterable[Sequence[Any]], *, delimiter: str) -> Iterator[str]:
    """The rows as they are, for programs: no mark, and no cell made harmless."""
    writer = csv.writer(_Line(), delimiter=delimiter)
    return (writer.writerow(row) for row in rows)


def xlsx(header: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str) -> BytesIO:
    """The workbook's one sheet, compressed: a hundred thousand ideas are a few megabytes."""
    # Half a second to import: for whoever asks for a workbook.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(title))
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, str(name), bold=True) for name in header])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file


def table_response(
    header: Sequence[str], rows: Iterable[Sequence[Any]], *, name: str, form: Form = "xlsx"
) -> FileResponse:
    """The table to save as « name.xlsx », or « name.csv » for what an import reads; `name` has no suffix."""
    disposition = content_disposition_header(True, f"{name}.{form}") or "attachment"
    given: dict[str, Any] = {"content_type": TYPES[form], "headers": {"Content-Disposition": disposition}}
    file = spooled(csv_rows(header, rows)) if form == "csv" else xlsx(header, rows, title=name)
    return FileResponse(file, **given)


def columns_response(
    columns: Sequence[tuple[str, Callable[[Any], Any]]],
    rows: Iterable[Any],
    *,
    name: str,
    form: Form = "xlsx",
) -> FileResponse:
    """The table whose columns each have a title and what reads a row's cell."""
    cells = ([read(row) for _, read in columns] for row in rows)
    return table_response([title for title, _ in columns], cells, name=name, form=form)


class _Line:
    """A file whose `write` gives the line back."""

    def write(self, text: str) -> str:
        return text


def _written(value: Any) -> Any:
    """Write a value as a French reader types it: 26/11/2026 14:30, 12,5, oui."""
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case datetime():
            return f"{local(value):%d/%m/%Y %H:%M}"
        case date():
            return f"{value:%d/%m/%Y}"
        case float() | Decimal():
            return str(value).replace(".", ",")
        case int():
            return value
    return harmless(str(value))


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    if isinstance(value, bool):
        value = _written(value)
    if isinstance(value, datetime):
        value = local(value).replace(tzinfo=None)
    if value is None or isinstance(value, int | float | Decimal | date):
        cell = WriteOnlyCell(sheet)
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy hh:mm" if isinstance(value, datetime) else "dd/mm/yyyy"
        return cell
    cell = WriteOnlyCell(sheet, value=_shortened(writable(str(value))))
    # Text, whatever it begins with; and still text when someone edits the cell.
    cell.data_type = "s"
    if str(value).startswith(FORMULA):
        cell.quotePrefix = True
    if bold:
        cell.font = Font(bold=True)
    return cell


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT


def _sheet_name(title: str) -> str:
    r"""A sheet's name has none of \ / ? * [ ] :, nor an apostrophe at an end."""
    kept = "".join(letter for letter in writable(title) if letter not in "\\/?*[]:")
    return kept[:LONGEST_NAME].strip("' ") or "Tableau"
