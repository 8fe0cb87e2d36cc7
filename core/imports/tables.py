"""Tables in text, whatever program wrote them: the line that names the columns, and what is said of the letters."""

import csv
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from io import StringIO

import msgspec
from django.core.exceptions import ValidationError

from core.sandbox import messages
from core.sandbox.client import Failed, Limits, NotStarted, run
from core.ui.encodings import LOST, decoded, repaired
from core.ui.french import count_of, spaced

DELIMITERS = ";,\t|"
# A title, a « sep=; », empty lines: the header comes soon or never.
HEADER_WITHIN = 20
ZIP, OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
LIMITS = Limits(wall_seconds=30, cpu_seconds=20, memory=1_000_000_000)
ROWS = msgspec.json.Decoder(list[list[messages.Text]])
EMPTY = "Ce fichier est vide."
DAMAGED = spaced("Ce classeur ne peut pas être lu : enregistrez-le de nouveau, ou en CSV.")
OLD = spaced("C’est un classeur d’un ancien format (XLS) : enregistrez-le en XLSX ou en CSV.")


class Unreadable(ValueError):
    """Nothing can be read of the file; the message is for the person who sent it."""


@dataclass
class Sheet:
    """A table as it was sent: the line of its first row; `notes` say how the text was understood."""

    titles: list[str]
    rows: list[list[str]]
    first: int
    notes: list[str] = field(default_factory=list)


def read_sheet(data: bytes, column_of: Callable[[str], str | None], *, no_header: str) -> Sheet:
    """Read a CSV, or the first sheet of an XLSX, below the line that names two columns.

    Raises ValidationError: with `no_header`, where no line does.
    """
    if not data.strip():
        raise ValidationError(EMPTY)
    if data.startswith(OLD_WORKBOOK):
        raise ValidationError(OLD)
    sheet = _of_workbook(data, column_of) if data.startswith(ZIP) else _of_text(data, column_of)
    if sheet is None:
        raise ValidationError(no_header)
    return sheet


def _of_workbook(data: bytes, column_of: Callable[[str], str | None]) -> Sheet | None:
    try:
        [frame] = run("core.imports.workbook", data, limits=LIMITS)
        lines = messages.decoded(ROWS, frame)
    # Without a frame, the assignment is a ValueError.
    except (Failed, NotStarted, messages.Garbled, ValueError) as error:
        raise ValidationError(DAMAGED) from error
    if not any(map(any, lines)):
        raise ValidationError(EMPTY)
    for position, cells in enumerate(lines[:HEADER_WITHIN]):
        if len({column_of(cell) for cell in cells} - {None}) > 1:
            return Sheet(cells, lines[position + 1 :], position + 2)
    return None


def _of_text(data: bytes, column_of: Callable[[str], str | None]) -> Sheet | None:
    found = decoded(data)
    sent = re.split(r"\r\n|\r|\n", found.text)
    lines = [repaired(line) for line in sent]
    notes = (
        [spaced("Le fichier n’est pas en UTF-8 : il a été lu comme du Latin-1.")] if found.is_windows else []
    )
    notes += notes_on_text(
        sum(fixed != line for fixed, line in zip(lines, sent, strict=True)),
        sum(LOST in line for line in lines),
    )
    if not any(line.strip(' ;,\t"') for line in lines):
        raise ValidationError(EMPTY)
    for position, line in enumerate(lines[:HEADER_WITHIN]):
        if header := header_of(line, column_of):
            separator, titles = header
            rest = StringIO("\n".join(lines[position + 1 :]).replace("\x00", ""), newline="")
            try:
                rows = list(csv.reader(rest, delimiter=separator))
            except csv.Error as error:
                raise ValidationError("Une cellule de ce fichier ne peut pas être lue.") from error
            return Sheet(titles, rows, position + 2, notes)
    return None


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
        yield spaced(f"Les noms des colonnes sont à la ligne {line} ; ce qui précède n’est pas lu.")


def notes_on_text(repaired_lines: int, lost_lines: int) -> list[str]:
    """Describe lines that were repaired, and those whose letters were lost before the import."""
    notes = []
    if repaired_lines:
        notes.append(
            spaced(
                f"Texte encodé deux fois (« Ã© » au lieu de « é ») à "
                f"{count_of(repaired_lines, 'ligne')} : il est corrigé."
            )
        )
    if lost_lines:
        notes.append(
            spaced(
                f"Attention : des lettres sont perdues dans le fichier lui-même (« {LOST} ») à "
                f"{count_of(lost_lines, 'ligne')}. Exportez-le de nouveau, en UTF-8."
            )
        )
    return notes
