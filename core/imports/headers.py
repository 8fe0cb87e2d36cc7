"""The line that names the columns of a table in text: with which delimiter, and where it stands."""

import csv
from collections.abc import Callable, Iterable

from core.ui.french import NBSP

DELIMITERS = ";,\t|"
# A title, a « sep=; », empty lines: the header comes soon or never.
HEADER_WITHIN = 20


def header_of(text: str, column_of: Callable[[str], str | None]) -> tuple[str, list[str]] | None:
    """The delimiter that shows most known columns, two at least, and the cells that it gives."""
    best, most = None, 1
    for delimiter in DELIMITERS:
        cells = _cells(text, delimiter)
        known = len({column for cell in cells if (column := column_of(cell))})
        if known > most:
            best, most = (delimiter, cells), known
    return best


def _cells(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return []


def notes_on_header(line: int) -> Iterable[str]:
    if line > 1:
        yield f"Les noms des colonnes sont à la ligne {line}{NBSP}; ce qui précède n’est pas lu."
