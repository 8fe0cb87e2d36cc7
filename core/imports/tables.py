"""Tables in text, whatever program wrote them: the line that names the columns, and what is said of the letters."""

import csv
from collections.abc import Callable, Iterable

from core.ui.encodings import LOST
from core.ui.french import NBSP, count_of

DELIMITERS = ";,\t|"
# A title, a « sep=; », empty lines: the header comes soon or never.
HEADER_WITHIN = 20


class Unreadable(ValueError):
    """Nothing can be read of the file; the message is for the person who sent it."""


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


def notes_on_text(repaired_lines: int, lost_lines: int) -> list[str]:
    """What an import says of the lines that it repaired, and of those whose letters were lost before it."""
    notes = []
    if repaired_lines:
        notes.append(
            f"Texte encodé deux fois («{NBSP}Ã©{NBSP}» au lieu de «{NBSP}é{NBSP}») à "
            f"{count_of(repaired_lines, 'ligne')}{NBSP}: il est corrigé."
        )
    if lost_lines:
        notes.append(
            f"Attention{NBSP}: des lettres sont perdues dans le fichier lui-même («{NBSP}{LOST}{NBSP}») à "
            f"{count_of(lost_lines, 'ligne')}. Exportez-le de nouveau, en UTF-8."
        )
    return notes
