"""A CSV as human-resources tools export it: whatever its encoding, its separator and the names of its columns."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.french import listed, spaced
from core.imports.cells import clean_text
from core.imports.tables import Record, Sheet, Titles, notes_on_columns, read_sheet

LAST_FIRST, FIRST_LAST = "last first", "first last"
HONORIFICS = {"m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle"}
MOST_LINES = 20_000
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
TITLES = Titles(HEADERS)


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
    # Tools leave out the last empty cells, or write one more.
    sheet = read_sheet(
        data,
        TITLES,
        _lacking,
        needed=_missing,
        most=MOST_LINES,
        advice="ce n’est pas une liste d’agents.",
        longest=LONGEST_CELL_LINES,
    )
    columns = _columns(sheet)
    return ParsedFile([_row(record, columns) for record in sheet.records], sheet.notes)


def _missing(known: set[str]) -> list[str]:
    if known & WHOLE_NAMES.keys():
        known |= {LAST, FIRST}
    return [name for name in REQUIRED if name not in known]


def _lacking(columns: list[str]) -> str:
    missing = [LABELS[name] for name in columns or REQUIRED]
    return spaced(
        f"Une des premières lignes doit nommer les colonnes, et il y manque : {listed(missing)}. "
        "Exportez la liste avec ses titres de colonnes."
    )


def _columns(sheet: Sheet) -> list[str]:
    """The field of each column, or an empty word for what is not kept."""
    if {LAST, FIRST} <= {*sheet.columns}:
        sheet.columns = ["" if name in WHOLE_NAMES else name for name in sheet.columns]
    else:
        sheet.notes.append(
            spaced(
                "Le nom et le prénom sont dans une seule colonne : ce qui est en capitales est lu comme le nom."
            )
        )
    sheet.notes += notes_on_columns(sheet, TITLES)
    return sheet.columns


def _row(record: Record, columns: list[str]) -> FileRow:
    line, cells, fault = record
    if fault:
        return FileRow(line, fault=spaced(f"Cette ligne ne peut pas être lue : {fault}."))
    row = FileRow(line, {name: cell for name, cell in zip(columns, cells, strict=False) if name})
    if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
        row.fault = spaced("Cette ligne a plus de cases que de colonnes : un séparateur y est de trop.")
    for column, order in WHOLE_NAMES.items():
        # A column of its own says it better.
        if whole := clean_text(row.cells.pop(column, "")):
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
    if words and words[0].rstrip(".").lower() in HONORIFICS:
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
