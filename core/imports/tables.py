"""Tables, whatever program wrote them: the line that names the columns, the records below, what is said of letters."""

import codecs
import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec
from django.core.exceptions import ValidationError

from core.french import NBSP, count_of, exact_count_of, listed, number, spaced
from core.imports.cells import flat
from core.imports.workbook import MOST_ROWS
from core.sandbox import client
from core.sandbox.client import Failed, Limits, NotStarted, Text, run
from core.web.encodings import LOST, decoded_bytes, repaired

DELIMITERS = ";,\t|"
# A file is read whole, and each line has its own letters.
MOST_LINES = 300_000
# A title, a « sep=; », empty lines: the header comes soon or never.
HEADER_WITHIN = 20
# Longer than any table's at its fullest: past this, the line is not one of a table.
LONGEST_LINE = 100_000
# A cell on several lines is a few lines long; with a line at its longest, below what csv takes in one cell.
LONGEST_RECORD, LONGEST_PARAGRAPHS = 60, 30_000
ZIP, OLD_WORKBOOK = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# What people send instead of a CSV, by the first bytes.
OTHER_KINDS = {
    b"%pdf": "un PDF",
    b"pk\x03\x04": "un classeur ou une archive (xlsx, ods, zip)",
    OLD_WORKBOOK: "un ancien classeur (xls)",
    b"<": "une page web ou un fichier XML",
}
LIMITS = Limits(wall_seconds=30, cpu_seconds=20, memory=1_000_000_000)
ROWS = msgspec.msgpack.Decoder(list[list[Text]])
EMPTY = "Ce fichier est vide."
# Names of columns in one note.
MOST_NAMED = 8
LONG_LINE = f"ligne de plus de {LONGEST_LINE // 1000}{NBSP}000 caractères"
OPEN_QUOTE = "un guillemet ouvert n’est jamais refermé"
NOT_UTF8 = "Le fichier est en Windows-1252 (Latin-1) au lieu d’UTF-8."
MIXED = spaced("Le fichier mêle UTF-8 et Windows-1252 (Latin-1) : chaque ligne est lue dans le sien.")
NO_TEXT = spaced("Ce fichier n’est pas un CSV : il ne contient pas du texte.")
DAMAGED = spaced("Ce classeur ne peut pas être lu : enregistrez-le de nouveau, ou en CSV.")
OLD = spaced("C’est un classeur d’un ancien format (XLS) : enregistrez-le en XLSX ou en CSV.")


class Unreadable(ValidationError):
    """Nothing can be read of the file; the message is for the person who sent it."""

    def __str__(self) -> str:
        return str(self.message)


class Titles:
    """Columns by the titles seen above them, compared without case, accents, spaces and signs."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.columns = {letters(word): column for column, words in names.items() for word in words.split()}

    def __call__(self, title: str) -> str:
        """Return the column of a title, or an empty word."""
        return self.columns.get(letters(title), "")

    def once(self, titles: Iterable[str]) -> list[str]:
        """Return the column of each title, or an empty word: the first has it, or the one that is its very name."""
        found = [(title.strip().upper(), self(title)) for title in titles]
        best = {name: place for place, (_, name) in reversed([*enumerate(found)])}
        best |= {name: place for place, (title, name) in enumerate(found) if title == name}
        return [name if best[name] == place else "" for place, (_, name) in enumerate(found)]


def letters(title: str) -> str:
    return flat(title).replace(" ", "")


class Record(NamedTuple):
    """The cells of one record and the line it starts on; `fault` says why it cannot be read."""

    line: int
    cells: list[str]
    fault: str = ""


@dataclass
class Sheet:
    """A table as it was sent; `notes` say how the text was understood."""

    titles: list[str]
    columns: list[str]
    records: Iterable[Record]
    # As many as the file's lines: how far a record is.
    length: int
    notes: list[str]
    delimiter: str = ""


def read_sheet(
    data: bytes,
    titles: Titles,
    said: Callable[[list[str]], str],
    *,
    needed: Callable[[set[str]], list[str]] = lambda known: [],
    takes_workbooks: bool = False,
    most: int = MOST_LINES,
    advice: str = "coupez-le en plusieurs.",
    longest: int = LONGEST_RECORD,
    is_exact: bool = False,
) -> Sheet:
    """Read a CSV, or the first sheet of an XLSX, below the line that names two columns and all that are `needed`.

    Raises Unreadable: with what is `said` of the columns that the likeliest line lacks, where no line does.
    """
    if takes_workbooks and data.startswith(OLD_WORKBOOK):
        raise Unreadable(OLD)
    if takes_workbooks and data.startswith(ZIP):
        rows = _rows_of_workbook(data, advice)
        for first, cells in enumerate(rows[:HEADER_WITHIN], 1):
            if len({titles(cell) for cell in cells} - {""}) > 1:
                numbered = enumerate(rows[first:], first + 1)
                below = [Record(line, row) for line, row in numbered if any(map(str.strip, row))]
                notes = [*notes_on_header(first)]
                return Sheet(cells, titles.once(cells), below, len(rows), notes)
        raise Unreadable(said([]))
    lines, notes = text_lines(data, most=most, advice=advice)
    first, delimiter, cells = find_header(lines, titles, needed, said)
    found = records(lines, first, delimiter, len(cells), longest=longest, is_exact=is_exact)
    notes += notes_on_header(first)
    return Sheet(cells, titles.once(cells), found, len(lines), notes, delimiter)


def _rows_of_workbook(data: bytes, advice: str) -> list[list[str]]:
    try:
        [frame] = run("core.imports.workbook", data, limits=LIMITS)
        rows = client.decoded(ROWS, frame)
    # Without a frame, the assignment is a ValueError.
    except (Failed, NotStarted, ValueError) as error:
        raise Unreadable(DAMAGED) from error
    if not any(map(any, rows)):
        raise Unreadable(EMPTY)
    if len(rows) > MOST_ROWS:
        raise Unreadable(spaced(f"Ce classeur compte plus de {number(MOST_ROWS)} lignes : {advice}"))
    return rows


def text_lines(
    data: bytes, *, most: int = MOST_LINES, advice: str = "coupez-le en plusieurs."
) -> tuple[list[str], list[str]]:
    """Return the lines of a text, each decoded by itself, and notes on its letters.

    Raises Unreadable for an empty file, for one that is no text, and, with `advice`, past `most` lines.
    """
    head = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:4].lower()
    if kind := next((kind for start, kind in OTHER_KINDS.items() if head.startswith(start)), ""):
        raise Unreadable(
            spaced(
                f"Ce fichier n’est pas un CSV : c’est {kind}. Dans votre tableur, choisissez "
                "« Enregistrer sous », puis « CSV UTF-8 »."
            )
        )
    notes = []
    if encoding := _wide_encoding(data[:4096]):
        data = data.decode(encoding, "replace").encode()
        notes.append("Le fichier est en UTF-16 au lieu d’UTF-8.")
    body = data.removeprefix(codecs.BOM_UTF8)
    # Not splitlines(): a vertical tab inside a cell ends no line. Old Macintoshes end theirs by a carriage return.
    end = b"\n" if b"\n" in body else b"\r"
    found = [decoded_bytes(line) for line in body.replace(b"\r\n", b"\n").split(end, most + 1)]
    if not found[-1].text:
        found.pop()
    if len(found) > most:
        raise Unreadable(spaced(f"Ce fichier compte plus de {number(most)} lignes : {advice}"))
    lines = [line.text if line.text.isascii() else repaired(line.text) for line in found]
    if not any(line.strip(' ;,\t"\ufeff') for line in lines):
        raise Unreadable(EMPTY)
    if any(line.is_windows for line in found):
        is_mixed = any(not (line.is_windows or line.text.isascii()) for line in found)
        notes.append(MIXED if is_mixed else NOT_UTF8)
    fixed = sum(line != before.text for line, before in zip(lines, found, strict=True))
    notes += notes_on_text(fixed, sum(LOST in line for line in lines))
    return [line.replace("\r", " ") for line in lines], notes


def _wide_encoding(start: bytes) -> str:
    """UTF-16 by its mark, or because every other byte of French text in it is zero; nothing for other encodings."""
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if start.startswith(mark):
            return encoding
    even, odd = start[0::2].count(0), start[1::2].count(0)
    if even + odd <= len(start) / 4:
        return ""
    if min(even, odd) >= len(start) / 40:
        raise Unreadable(NO_TEXT)
    return "utf-16-le" if odd > even else "utf-16-be"


def find_header(
    lines: Sequence[str],
    titles: Titles,
    needed: Callable[[set[str]], list[str]],
    said: Callable[[list[str]], str],
) -> tuple[int, str, list[str]]:
    """Return the line that names the columns, from 1, its delimiter and its cells; raise as `read_sheet` does."""
    likeliest: list[str] = []
    for line, text in enumerate(lines[:HEADER_WITHIN], 1):
        # The delimiter that shows most columns, two at least.
        tried = [(delimiter, _cells(text[:LONGEST_LINE], delimiter)) for delimiter in DELIMITERS]
        known, place = max(((len({*map(titles, cells)} - {""}), -n) for n, (_, cells) in enumerate(tried)))
        if known > 1:
            delimiter, cells = tried[-place]
            lacking = needed({*map(titles, cells)})
            if not lacking:
                return line, delimiter, cells
            likeliest = min(likeliest or lacking, lacking, key=len)
    raise Unreadable(said(likeliest))


def _cells(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return []


def records(
    lines: Sequence[str], first: int, delimiter: str, width: int, *, longest: int, is_exact: bool
) -> Iterator[Record]:
    """Every record from a line on that is not blank; one with a fault never hides the next one.

    A record on more than `longest` lines is a fault, or, where that `is_exact`, one on several that has not `width`
    cells: the lines below are then read again by themselves.
    """

    def is_whole(line: str) -> bool:
        """Whether a line is a record by itself: then the quote open above it is a fault, not a paragraph."""
        if line.count('"') % 2 or line.count(delimiter) < width - 1:
            return False
        return len(_cells(line, delimiter)) >= width > 3

    def source() -> Iterator[str]:
        """Yield lines as long as csv asks for more: past the last, its open quote can only be a fault."""
        size = 0
        for line in lines[place : place + longest]:
            if size and (size > LONGEST_PARAGRAPHS or len(line) > LONGEST_LINE or is_whole(line)):
                break
            size += len(line) + 1
            yield f"{line}\n"
        raise csv.Error

    place = first
    while place < len(lines):
        line, taken, fault = place + 1, 1, ""
        cells: list[str] = []
        if len(lines[place]) > LONGEST_LINE:
            fault = LONG_LINE
        else:
            reader = csv.reader(source(), delimiter=delimiter)
            try:
                cells = next(reader)
                taken = reader.line_num
            except csv.Error:
                fault = OPEN_QUOTE
            if taken > 1 and is_exact and len(cells) != width:
                taken, cells, fault = 1, [], OPEN_QUOTE
        place += taken
        if fault or any(map(str.strip, cells)):
            yield Record(line, cells, fault)


def notes_on_header(line: int) -> Iterable[str]:
    if line > 1:
        yield spaced(f"Les noms des colonnes sont à la ligne {line} ; ce qui précède n’est pas lu.")


def notes_on_columns(sheet: Sheet, titles: Titles) -> Iterator[str]:
    """Name the columns that are not read."""
    left = [
        (spaced(f"« {title.strip()[:60]} »"), titles(title) in {*sheet.columns} - {""})
        for title, column in zip(sheet.titles, sheet.columns, strict=True)
        if title.strip() and not column
    ]
    yield from named("Colonnes en double, la première est lue", [title for title, is_read in left if is_read])
    yield from named("Colonnes laissées de côté", [title for title, is_read in left if not is_read])


def named(label: str, names: list[str]) -> Iterator[str]:
    if rest := names[MOST_NAMED:]:
        names = [*names[:MOST_NAMED], exact_count_of(len(rest), "autre")]
    if names:
        yield spaced(f"{label} : {listed(names)}.")


def notes_on_text(repaired_lines: int, lost_lines: int) -> Iterator[str]:
    """Describe lines that were repaired, and those whose letters were lost before the import."""
    if repaired_lines:
        lines = count_of(repaired_lines, "ligne")
        yield spaced(f"Texte encodé deux fois (« Ã© » au lieu de « é ») à {lines} : il est corrigé.")
    if lost_lines:
        lines = count_of(lost_lines, "ligne")
        yield spaced(
            f"Attention : des lettres sont perdues dans le fichier lui-même (« {LOST} ») à {lines}. "
            "Exportez-le de nouveau, en UTF-8."
        )
