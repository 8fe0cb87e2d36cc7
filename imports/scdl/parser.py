"""A SCDL file line by line: the deliberation on each line, what was corrected in it, or why it is refused."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from core.french import exact_count_of, spaced
from core.imports.tables import Record, Sheet, Titles, letters, named, notes_on_columns, read_sheet
from deliberations.models import Deliberation, ImportLine
from deliberations.models.deliberations import vote_misfit
from imports.scdl import cells
from imports.scdl.cells import quoted, read_cell

Outcome = ImportLine.Outcome


class Column(NamedTuple):
    """A column of the standard: the field that it fills, what reads a cell; without `absent`, it may be blank."""

    field: str
    read: Callable[[str], Any] = cells.one_line
    label: str = ""
    absent: str = ""


SCHEMA = {
    "COLL_NOM": Column(""),
    "COLL_SIRET": Column("", cells.siret, "SIRET"),
    "DELIB_ID": Column("number", cells.identifier, absent="aucun identifiant"),
    "DELIB_DATE": Column("adopted_on", cells.past_day, "date", "aucune date"),
    "DELIB_MATIERE_CODE": Column("matter_code"),
    "DELIB_MATIERE_NOM": Column("matter_name"),
    "DELIB_OBJET": Column("object", absent="aucun objet"),
    "BUDGET_ANNEE": Column("budget_year", cells.budget_year, "année du budget"),
    "BUDGET_NOM": Column("budget_name"),
    "PREF_ID": Column("prefecture"),
    "PREF_DATE": Column("acknowledged_on", cells.past_day, "date"),
    "VOTE_EFFECTIF": Column("seats", cells.vote, "vote"),
    "VOTE_REEL": Column("voters", cells.vote, "vote"),
    "VOTE_POUR": Column("votes_for", cells.vote, "vote"),
    "VOTE_CONTRE": Column("votes_against", cells.vote, "vote"),
    "VOTE_ABSTENTION": Column("abstentions", cells.vote, "vote"),
    "DELIB_URL": Column("public_url", cells.web_address, "adresse"),
}
# Other names seen on them.
OTHER_NAMES = {
    "COLL_NOM": "collectivite collectivite_nom nom_collectivite nom_coll",
    "COLL_SIRET": "siret coll_insee_siret collectivite_siret siret_collectivite",
    "DELIB_ID": "delib_num delib_numero numero_delib num_delib id_delib numero_deliberation deliberation_id"
    " deliberation_numero identifiant numero",
    "DELIB_DATE": "date_delib date_deliberation deliberation_date date_seance date",
    "DELIB_MATIERE_CODE": "matiere_code code_matiere delib_code_matiere delib_matiere deliberation_matiere_code",
    "DELIB_MATIERE_NOM": "matiere_nom nom_matiere delib_nom_matiere matiere deliberation_matiere_nom",
    "DELIB_OBJET": "objet objet_delib delib_titre delib_libelle objet_deliberation deliberation_objet titre",
    "BUDGET_ANNEE": "annee_budget delib_budget_annee budget_exercice",
    "BUDGET_NOM": "nom_budget delib_budget_nom budget",
    "PREF_ID": "prefecture_id id_prefecture pref_code",
    "PREF_DATE": "date_pref date_prefecture prefecture_date pref_date_reception",
    "VOTE_EFFECTIF": "effectif votes_effectif delib_vote_effectif vote_efffectif",
    "VOTE_REEL": "reel votes_reel votants delib_vote_reel",
    "VOTE_POUR": "pour votes_pour delib_vote_pour",
    "VOTE_CONTRE": "contre votes_contre delib_vote_contre",
    "VOTE_ABSTENTION": "abstention abstentions vote_abstentions votes_abstention votes_abstentions"
    " vote_abst delib_vote_abstention",
    "DELIB_URL": "url url_delib lien delib_lien url_deliberation deliberation_url",
}
TITLES = Titles({title: f"{title} {OTHER_NAMES[title]}" for title in SCHEMA})
NEEDED = [name for name, column in SCHEMA.items() if column.absent]
VOTES = [column.field for column in SCHEMA.values() if column.read is cells.vote]
MATTER = ("matter_code", "matter_name")
# Columns whose cells are read one by one.
ALONE = {title: column for title, column in SCHEMA.items() if column.field not in ("", *VOTES, *MATTER)}
LONGEST = {
    column.field: length
    for column in SCHEMA.values()
    if column.field and (length := getattr(Deliberation._meta.get_field(column.field), "max_length", None))
}
NO_HEADER = spaced(
    "Ce fichier n’a pas les colonnes d’un fichier SCDL : sa première ligne doit porter leurs noms "
    "(DELIB_ID, DELIB_DATE, DELIB_OBJET, etc.)."
)


class Parser:
    """Parses a file, given the names of the matters by their codes. Raises Unreadable, with words."""

    def __init__(self, data: bytes, matters: Mapping[str, str], *, siret: str = "") -> None:
        sheet = read_sheet(
            data,
            TITLES,
            _lacking,
            needed=lambda known: [name for name in NEEDED if name not in known],
            is_exact=True,
        )
        self.sheet, self.matters, self.siret = sheet, matters, siret
        self.codes = _codes_by_name(matters)
        self.notes = [*_notes(data, sheet)]
        self._others: set[str] = set()
        # Blank cells past the header's, as a spreadsheet leaves them at the end of every line.
        self._blank_cells: int | None = None

    def lines(self) -> Iterator[ImportLine]:
        yield from map(self._line, self.sheet.records)
        mine = f"Attention, SIRET d’une autre collectivité que la vôtre ({self.siret})"
        self.notes += named(mine, sorted(self._others))

    def _line(self, record: Record) -> ImportLine:
        line, columns = ImportLine(line=record.line), self.sheet.columns
        line.values, line.repairs = {}, []
        if fault := record.fault or self._excess(record.cells[len(columns) :]):
            return line.becomes(Outcome.REFUSED, fault)
        if len(record.cells) < len(columns):
            line.repairs.append(f"{exact_count_of(len(record.cells), 'cellule')} au lieu de {len(columns)}")
        typed = dict(zip(columns, record.cells, strict=False))
        reasons = []
        for title, column in ALONE.items():
            value, words = read_cell(typed.get(title, ""), column.read, column.label)
            if column.absent and not value:
                reasons.append(words if words and value is None else f"{column.absent} ({title})")
                continue
            if words:
                line.repairs.append(spaced(f"préfecture : {words}") if title == "PREF_DATE" else words)
            if not column.label and len(value) > (longest := LONGEST[column.field]):
                if title == "DELIB_ID":
                    reasons.append(f"identifiant de plus de {longest} caractères")
                label = getattr(Deliberation._meta.get_field(column.field), "verbose_name", column.field)
                line.repairs.append(f"{label} de {len(value)} caractères, coupé à {longest}")
                value = f"{value[: longest - 1].rstrip()}…"
            if value:
                line.values[column.field] = value
        line.identifier = line.values.get("number", "")
        if reasons:
            return line.becomes(Outcome.REFUSED, *reasons)
        self._check_town(line, typed.get("COLL_SIRET", ""))
        self._read_matter(line, typed)
        _read_votes(line, typed)
        return line.becomes(Outcome.SAME)

    def _excess(self, beyond: list[str]) -> str:
        """Past the header's width there is nothing, or as many blank cells as on the first line."""
        if not any(map(str.strip, beyond)):
            if self._blank_cells is None:
                self._blank_cells = len(beyond)
            if len(beyond) <= self._blank_cells:
                return ""
        width = len(self.sheet.columns)
        return spaced(
            f"{width + len(beyond)} cellules pour {width} colonnes : un séparateur est sans doute "
            "dans un texte sans guillemets"
        )

    def _check_town(self, line: ImportLine, typed: str) -> None:
        siret, words = read_cell(typed, cells.siret, "SIRET")
        line.repairs += [words] if words else []
        # Nine digits name the town, the others one of its buildings.
        if siret and self.siret and siret[:9] != self.siret[:9]:
            self._others.add(siret)

    def _read_matter(self, line: ImportLine, typed: Mapping[str, str]) -> None:
        """Keep the code, and the name only where the nomenclature has no such code."""
        said = quoted(sent := typed.get("DELIB_MATIERE_CODE", ""))
        code, how = cells.matter_code(sent)
        name = cells.one_line(typed.get("DELIB_MATIERE_NOM", ""))
        by_name = self.codes.get(letters(name), "")
        if by_name and by_name != code and (code not in self.matters or by_name == f"{code}0"):
            code = by_name
            line.repairs.append(f"matière {said} lue {code}, d’après son nom")
        elif code in self.matters and by_name not in ("", code):
            line.repairs.append(
                spaced(f"le nom de la matière n’est pas celui du code {code} : le code est gardé")
            )
        elif code and code not in self.matters:
            line.repairs.append(spaced(f"matière inconnue : {said}, gardée telle quelle"))
        elif code != sent.strip():
            line.repairs.append(f"matière {said}{how} lue {code}")
        given = {"matter_code": code, "matter_name": "" if code in self.matters else name}
        line.values |= {field: text[: LONGEST[field]] for field, text in given.items() if text}


def _lacking(columns: list[str]) -> str:
    if not columns:
        return NO_HEADER
    return spaced(f"Ce fichier n’a pas toutes les colonnes nécessaires : il manque {', '.join(columns)}.")


def _notes(data: bytes, sheet: Sheet) -> Iterator[str]:
    if data.startswith(codecs.BOM_UTF8):
        yield "Le fichier commence par une marque d’encodage (BOM), retirée."
    yield from sheet.notes
    if sheet.delimiter != ",":
        shown = "la tabulation" if sheet.delimiter == "\t" else quoted(sheet.delimiter)
        yield f"Le séparateur est {shown} au lieu de {quoted(',')}."
    titles = [(title.strip()[:60], name) for title, name in zip(sheet.titles, sheet.columns, strict=True)]
    read_as = [f"{title} ({name})" for title, name in titles if name not in ("", title)]
    yield from named("Noms de colonnes reconnus", read_as)
    yield from named("Colonnes absentes", [name for name in SCHEMA if name not in sheet.columns])
    yield from notes_on_columns(sheet, TITLES)


def _codes_by_name(matters: Mapping[str, str]) -> dict[str, str]:
    """Index codes by the whole name, and by its last part where one matter alone has it."""
    ends = {code: letters(name.rpartition("/")[2]) for code, name in matters.items()}
    times = Counter(ends.values())
    whole = {letters(name): code for code, name in matters.items()}
    return whole | {end: code for code, end in ends.items() if times[end] == 1}


def _read_votes(line: ImportLine, typed: Mapping[str, str]) -> None:
    """Keep all that was given, or nothing when it cannot be true."""
    found = {
        column.field: read_cell(typed.get(title, ""), column.read, column.label)
        for title, column in SCHEMA.items()
        if column.field in VOTES
    }
    values = {name: value for name, (value, _) in found.items() if value is not None}
    why = next((words for value, words in found.values() if words and value is None), "")
    if not why and values and not any(values.values()):
        why = "tous sont à zéro"
    if why := why or vote_contradiction(values):
        line.repairs.append(spaced(f"gardée sans ses votes : {why}"))
        return
    line.values |= values
    if corrected := ", ".join(words for _, words in found.values() if words):
        line.repairs.append(corrected)


def vote_contradiction(votes: Mapping[str, int | None]) -> str:
    """Why these votes cannot be true; empty when they can. What is blank contradicts nothing."""
    seats, voters = votes.get("seats"), votes.get("voters")
    said = sum(votes.get(name) or 0 for name in VOTES[2:])
    misfit = vote_misfit(seats, voters, said)
    if misfit == "voters":
        return f"{exact_count_of(voters or 0, 'votant')} pour un effectif de {seats}"
    if misfit:
        council = f"un effectif de {seats}" if voters is None else exact_count_of(voters, "votant")
        return f"pour, contre et abstentions font {said}, pour {council}"
    return ""
