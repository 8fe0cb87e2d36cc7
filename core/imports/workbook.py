"""The rows of a workbook's first sheet, read in a process of its own by `core.sandbox`. Without Django."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, BinaryIO

import msgspec

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 2_050, 60, 5_000


def answer(file: BinaryIO, send: Callable[[bytes], None]) -> None:
    """A frame of JSON, lists of texts. No frame when it cannot be read.

    One row or one column more than MOST_ROWS and MOST_COLUMNS says that the sheet is larger than that.
    """
    from openpyxl import load_workbook

    try:
        book = load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # What the file says of its size is not to be believed.
        sheet.reset_dimensions()
        rows: list[list[str]] = []
        for row in sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True):
            # A sheet may go on to its last possible row, empty: quickly passed over.
            if len(rows) >= MOST_ROWS and row.count(None) == len(row):
                continue
            cells = [_text(value) for value in row]
            while cells and not cells[-1]:
                cells.pop()
            if len(rows) < MOST_ROWS or cells:
                rows.append(cells)
            if len(rows) > MOST_ROWS:
                break
    except Exception:  # whatever a damaged workbook raises
        return
    send(msgspec.msgpack.encode(rows))


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case datetime() | date():
            return f"{value:%d/%m/%Y}"
        case float() if value.is_integer():
            return str(int(value))
    return str(value)[:LONGEST_CELL]
