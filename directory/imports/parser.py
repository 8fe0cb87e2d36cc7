"""A CSV as human-resources tools export it: whatever its encoding, its separator and the names of its columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from core.documents.refusals import WORKBOOK
from core.imports.tables import HEADER_WITHIN, header_of, notes_on_header, notes_on_text
from core.ui.encodings import LOST, decoded, repaired
from core.ui.french import listed, number, plain, spaced

LAST_FIRST, FIRST_LAST = "last first", "first last"
TITLES = {"m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle"}
MOST_LINES = 20_000
NOT_UTF8 = spaced("Le fichier n’est pas en UTF-8 : il a été lu comme du Latin-1.")
# XLSX or ODS, and the old XLS.
WORKBOOK_HEADS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# A quote that is opened and never closed must not swallow the rest of the file.
LONGEST_CELL_LINES = 5
NUMBER, LAST, FIRST = "personnel_number", "last_name", "first_name"
REQUIRED = (NUMBER, LAST, FIRST)
# A column that holds both, and what comes first in it where its title says.
WHOLE_NAMES = {"last_then_first": LAST_FIRST, "first_then_last": FIRST_LAST, "whole_name": ""}
LABELS = {
    NUMBER: "matricule",
    **dict.fromkeys(WHOLE_NAMES, "nom et prénom"),
    LAST: "nom",
    FIRST: "prénom",
    "direction": "direction",
    "service": "service",
    "function": "fonction",
    "email": "courriel",
    "phone": "téléphone",
    "category": "catégorie",
    "assignment_kind": "nature de l’affectation",
    "assignment_title": "affectation transversale",
    "assignment_direction": "direction de l’affectation",
    "assignment_from": "début de l’affectation",
    "assignment_to": "fin de l’affectation",
}
# Plain, without spaces or signs: « N° Matricule » is « nmatricule ».
HEADERS = {
    NUMBER: "matricule nmatricule nomatricule numeromatricule matriculeagent numeroagent nagent noagent mat idagent",
    LAST: "nom nomusuel nomusage nomdusage nomagent nomdefamille patronyme nomcourant",
    FIRST: "prenom prenoms prenomusuel prenomagent",
    "last_then_first": "nomprenom nometprenom nomprenoms nometprenoms nomprenomagent nomprenomdelagent",
    "first_then_last": "prenomnom prenometnom prenomsnom",
    "whole_name": "agent nomcomplet identite nomdelagent",
    "direction": "direction libelledirection nomdirection libdirection dir",
    "service": "service libelleservice nomservice libservice unite affectation libelleaffectation entite",
    "function": "fonction libellefonction poste intituleposte intituledeposte intituleduposte libelleposte emploi "
    "libelleemploi metier",
    "email": "courriel courrielprofessionnel email mail adressemail adresseemail emailprofessionnel mailprofessionnel "
    "adressedemessagerie messagerie mel melprofessionnel adresseelectronique",
    "phone": "telephone tel telephoneprofessionnel telprofessionnel telpro numerodetelephone numerotelephone "
    "lignedirecte telephonefixe telfixe",
    "category": "categorie cat categoriehierarchique categoriestatutaire",
    "assignment_kind": "natureaffectation naturedelaffectation typeaffectation typedaffectation",
    "assignment_title": "affectationtransversale fonctiontransversale intituleaffectation intituledelaffectation",
    "assignment_direction": "directionaffectation directiondelaffectation lieuaffectation",
    "assignment_from": "debutaffectation debutdelaffectation affectationdu",
    "assignment_to": "finaffectation findelaffectation affectationau",
}
FIELD_OF = {word: name for name, words in HEADERS.items() for word in words.split()}


@dataclass
class FileRow:
    """One line of the file, by field; `fault` says why it cannot be read at all."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    fault: str = ""


@dataclass
class ParsedFile:
    """`notes` say, in sentences, how the file was understood."""

    rows: list[FileRow]
    notes: list[str]


def parse(data: bytes) -> ParsedFile:
    """Raises ValidationError for what is no list of agents: empty, without its three columns, far too long."""
    if data.startswith(WORKBOOK_HEADS):
        raise ValidationError(WORKBOOK)
    text, notes = _decoded(data)
    # Not splitlines(): a vertical tab or a line separator inside a cell ends no line.
    sent = re.split(r"\r\n|\r|\n", text)
    lines = [repaired(line) for line in sent]
    notes += notes_on_text(
        sum(fixed != line for fixed, line in zip(lines, sent, strict=True)),
        sum(LOST in line for line in lines),
    )
    if not any(line.strip(' ;,\t"') for line in lines):
        raise ValidationError("Ce fichier est vide.")
    if len(lines) > MOST_LINES:
        raise ValidationError(
            spaced(
                f"Ce fichier compte plus de {number(MOST_LINES)} lignes : ce n’est pas une liste d’agents."
            )
        )
    start, separator, titles = _header(lines)
    columns = _columns(titles, notes)
    notes += notes_on_header(start + 1)
    rows = list(_rows(lines[start + 1 :], start + 2, separator, columns))
    return ParsedFile(rows, notes)


def _decoded(data: bytes) -> tuple[str, list[str]]:
    found = decoded(data)
    if found.is_wide:
        return found.text, ["Le fichier est en UTF-16."]
    return found.text, [NOT_UTF8] if found.is_windows else []


def _field_of(title: str) -> str:
    return FIELD_OF.get(re.sub(r"[^a-z0-9]", "", plain(title)), "")


def _header(lines: list[str]) -> tuple[int, str, list[str]]:
    """Return the header's position, separator and cells. Raise ValidationError with what the likeliest lacks."""
    likeliest: list[str] = []
    for position, line in enumerate(lines[:HEADER_WITHIN]):
        if (found := header_of(line, _field_of)) is None:
            continue
        separator, titles = found
        if not _missing(map(_field_of, titles)):
            return position, separator, titles
        likeliest = likeliest or titles
    missing = [LABELS[name] for name in _missing(map(_field_of, likeliest))]
    raise ValidationError(
        spaced(
            f"Une des premières lignes doit nommer les colonnes, et il y manque : {listed(missing)}. "
            "Exportez la liste avec ses titres de colonnes."
        )
    )


def _missing(names: Iterable[str]) -> list[str]:
    known = set(names)
    if known & WHOLE_NAMES.keys():
        known |= {LAST, FIRST}
    return [name for name in REQUIRED if name not in known]


def _columns(titles: list[str], notes: list[str]) -> list[str]:
    """The field of each column, or an empty word for what is not kept."""
    columns: list[str] = []
    ignored = []
    has_both = {LAST, FIRST} <= set(map(_field_of, titles))
    for title in titles:
        name = _field_of(title)
        if has_both and name in WHOLE_NAMES:
            name = ""
        if name and name in columns:
            notes.append(spaced(f"Deux colonnes disent « {LABELS[name]} » : la première est gardée."))
            name = ""
        elif not name and title.strip():
            ignored.append(spaced(f"« {title.strip()[:40]} »"))
        columns.append(name)
    if ignored:
        notes.append(spaced(f"Colonnes laissées de côté : {listed(ignored)}."))
    if not has_both:
        notes.append(
            spaced(
                "Le nom et le prénom sont dans une seule colonne : ce qui est en capitales est lu comme le nom."
            )
        )
    return columns


def _rows(lines: list[str], first: int, separator: str, columns: list[str]) -> Iterator[FileRow]:
    position = 0
    while position < len(lines):
        line = first + position
        cells, used = _record(lines, position, separator)
        position += used
        if cells is None:
            yield FileRow(
                line, fault=spaced("Cette ligne ne peut pas être lue : un guillemet n’est pas fermé.")
            )
        elif any(cell.strip() for cell in cells):
            yield _row(line, cells, columns)


def _record(lines: list[str], position: int, separator: str) -> tuple[list[str] | None, int]:
    """The cells that begin on a line, which may hold line breaks between quotes; and how many lines they took."""
    text = lines[position]
    for more in range(LONGEST_CELL_LINES):
        if text.count('"') % 2 == 0:
            return _cells(text, separator), more + 1
        if position + more + 1 >= len(lines):
            break
        text += "\n" + lines[position + more + 1]
    return None, 1


def _cells(text: str, separator: str) -> list[str] | None:
    pieces = [f"{piece}\n" for piece in text.split("\n")]
    try:
        return next(csv.reader(pieces, delimiter=separator), [])
    except csv.Error:
        return None


def _row(line: int, cells: list[str], columns: list[str]) -> FileRow:
    if "\x00" in "".join(cells):
        return FileRow(line, fault="Cette ligne contient des caractères illisibles.")
    row = FileRow(line, {name: cell for name, cell in zip(columns, cells, strict=False) if name})
    if len(cells) < len([name for name in columns if name in REQUIRED or name in WHOLE_NAMES]):
        row.fault = "Cette ligne est incomplète."
    elif len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
        row.fault = spaced("Cette ligne a plus de cases que de colonnes : un séparateur y est de trop.")
    for column, order in WHOLE_NAMES.items():
        # A column of its own says it better.
        if whole := row.cells.pop(column, "").strip():
            last, first = split_whole_name(whole, order)
            if (
                not (row.cells.setdefault(LAST, last) and row.cells.setdefault(FIRST, first))
                and not row.fault
            ):
                row.fault = spaced(
                    f"« {whole[:80]} » : où finit le nom, où commence le prénom ? "
                    "Écrivez le nom en capitales, ou deux colonnes."
                )
    return row


def split_whole_name(whole: str, order: str) -> tuple[str, str]:
    """« BENALI Nadia » and « Nadia BENALI » by the capitals, « Benali, Nadia » by the comma, two words by `order`.

    Two empty words where nothing says which is which.
    """
    last, comma, first = whole.partition(",")
    if comma:
        return (last.strip(), first.strip()) if last.strip() and first.strip() else ("", "")
    words = whole.split()
    if words and words[0].rstrip(".").lower() in TITLES:
        words = words[1:]
    in_capitals = [word.isupper() and len(word.strip(".'’-")) > 1 for word in words]
    count = sum(in_capitals)
    if 0 < count < len(words):
        # All together, at one end: « Nadia BENALI épouse ROUX » says nothing sure.
        if all(in_capitals[:count]):
            return " ".join(words[:count]), " ".join(words[count:])
        if all(in_capitals[-count:]):
            return " ".join(words[-count:]), " ".join(words[:-count])
        return "", ""
    if len(words) == 2 and order:
        first_word, second_word = words
        return (first_word, second_word) if order == LAST_FIRST else (second_word, first_word)
    return "", ""
