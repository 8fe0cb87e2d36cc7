"""The rows of a workbook's first sheet, read in a process of its own by `core.sandbox`. Without Django."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 2_050, 60, 5_000
UNREADABLE = b"unreadable"


def warm_up() -> None:
    import openpyxl  # noqa: F401  (loaded once, before the children are forked)


def answer(request: bytes, send: Callable[[bytes], None]) -> None:
    """A frame a row, a JSON list of texts; rows beyond MOST_ROWS are left out, or UNREADABLE is all."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(BytesIO(request), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # What the file says of its size is not to be believed.
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS, values_only=True):
            cells = [_text(value) for value in row]
            while cells and not cells[-1]:
                cells.pop()
            send(json.dumps(cells).encode())
    except Exception:
        # Whatever a damaged workbook raises.
        send(UNREADABLE)


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
