"""A SCDL file line by line: the deliberation on each line, what was corrected in it, or why it is refused."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

from core.french import exact_count_of, listed, plain, spaced
from core.imports.tables import Record, Sheet, Titles, read_sheet
from deliberations.models import Deliberation, ImportLine
from deliberations.models.deliberations import vote_misfit
from imports.scdl import cells
from imports.scdl.cells import quoted

Outcome = ImportLine.Outcome
# Names of columns shown in one note.
SHOWN = 8


class Column(NamedTuple):
    """A column of the standard: the field that it fills, what reads a cell; without `absent`, it may be blank."""

    field: str
    clean: Callable[[str], tuple[Any, str]] = cells.clean_text
    absent: str = ""


SCHEMA = {
    "COLL_NOM": Column(""),
    "COLL_SIRET": Column("", cells.clean_siret),
    "DELIB_ID": Column("number", cells.clean_identifier, absent="aucun identifiant"),
    "DELIB_DATE": Column("adopted_on", cells.clean_date, absent="aucune date"),
    "DELIB_MATIERE_CODE": Column("matter_code", cells.clean_code),
    "DELIB_MATIERE_NOM": Column("matter_name"),
    "DELIB_OBJET": Column("object", absent="aucun objet"),
    "BUDGET_ANNEE": Column("budget_year", cells.clean_budget_year),
    "BUDGET_NOM": Column("budget_name"),
    "PREF_ID": Column("prefecture"),
    "PREF_DATE": Column("acknowledged_on", cells.clean_date),
    "VOTE_EFFECTIF": Column("seats", cells.clean_vote),
    "VOTE_REEL": Column("voters", cells.clean_vote),
    "VOTE_POUR": Column("votes_for", cells.clean_vote),
    "VOTE_CONTRE": Column("votes_against", cells.clean_vote),
    "VOTE_ABSTENTION": Column("abstentions", cells.clean_vote),
    "DELIB_URL": Column("public_url", cells.clean_url),
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
VOTES = [column.field for column in SCHEMA.values() if column.clean is cells.clean_vote]
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


@dataclass(slots=True)
class Line:
    """What a line gives, and what becomes of it: `words` say what is corrected or changed, or why it is refused.

    `values` are by field, without those that are blank; `repairs` are what was corrected in its cells.
    """

    number: int
    identifier: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    repairs: list[str] = field(default_factory=list)
    outcome: Outcome = Outcome.SAME
    words: tuple[str, ...] = ()

    def becomes(self, outcome: Outcome, *words: str) -> Self:
        self.outcome = outcome
        self.words = words if outcome == Outcome.REFUSED else (*self.repairs, *words)
        return self

    def __str__(self) -> str:
        """« Ligne 12 (2021 07 1), créée : date « 02/07/2021 » lue 2021-07-02. »"""
        whose = f" ({self.identifier})" if self.identifier else ""
        words = spaced(f" : {self.details}") if self.words else ""
        return f"Ligne {self.number}{whose}, {self.outcome.label}{words}."

    @property
    def details(self) -> str:
        return spaced(" ; ").join(self.words)

    @property
    def is_repaired(self) -> bool:
        return self.outcome != Outcome.REFUSED and bool(self.repairs)

    @property
    def is_reported(self) -> bool:
        """Whether the line is reported: the others went in as they were, or were there already."""
        return bool(self.words) or self.outcome in (Outcome.CHANGED, Outcome.REFUSED)


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
        notes = sheet.notes
        if data.startswith(codecs.BOM_UTF8):
            notes.insert(0, "Le fichier commence par une marque d’encodage (BOM), retirée.")
        if sheet.delimiter != ",":
            shown = "la tabulation" if sheet.delimiter == "\t" else quoted(sheet.delimiter)
            notes.append(f"Le séparateur est {shown} au lieu de {quoted(',')}.")
        notes += _notes_on_columns(sheet)
        self.columns, self.records, self.length = sheet.columns, sheet.records, sheet.length
        self.matters, self.codes = matters, _codes_by_name(matters)
        self.siret = siret
        self._notes = notes
        self._others: set[str] = set()
        # Blank cells past the header's, as a spreadsheet leaves them at the end of every line.
        self._blank_cells: int | None = None

    @property
    def notes(self) -> list[str]:
        """Notes on what concerns every line, once they are read."""
        if not self._others:
            return self._notes
        other = listed(sorted(self._others))
        said = f"Attention : ce fichier porte le SIRET d’une autre collectivité ({other}) que le vôtre ({self.siret})."
        return [*self._notes, spaced(said)]

    def lines(self) -> Iterator[Line]:
        return map(self._line, self.records)

    def _line(self, record: Record) -> Line:
        line, width = Line(record.line), len(self.columns)
        if fault := record.fault or self._excess(record.cells[width:]):
            return line.becomes(Outcome.REFUSED, fault)
        if len(record.cells) < width:
            line.repairs.append(f"{exact_count_of(len(record.cells), 'cellule')} au lieu de {width}")
        typed = {name: cell for name, cell in zip(self.columns, record.cells, strict=False) if name}
        reasons = []
        for title, column in ALONE.items():
            value, words = column.clean(typed.get(title, ""))
            if column.absent and not value:
                reasons.append(words if words and value is None else f"{column.absent} ({title})")
                continue
            if words:
                line.repairs.append(spaced(f"préfecture : {words}") if title == "PREF_DATE" else words)
            if value:
                line.values[column.field] = value
        line.identifier = line.values.get("number", "")[: LONGEST["number"]]
        if len(line.values.get("number", "")) > LONGEST["number"]:
            reasons.append(f"identifiant de plus de {LONGEST['number']} caractères")
        if reasons:
            return line.becomes(Outcome.REFUSED, *reasons)
        self._check_town(line, typed.get("COLL_SIRET", ""))
        for name in ("object", "budget_name", "prefecture"):
            if len(text := line.values.get(name, "")) > LONGEST[name]:
                label = getattr(Deliberation._meta.get_field(name), "verbose_name", name)
                longest = LONGEST[name]
                line.values[name] = f"{text[: longest - 1].rstrip()}…"
                line.repairs.append(f"{label} de {len(text)} caractères, coupé à {longest}")
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
        width = len(self.columns)
        return spaced(
            f"{width + len(beyond)} cellules pour {width} colonnes : un séparateur est sans doute "
            "dans un texte sans guillemets"
        )

    def _check_town(self, line: Line, typed: str) -> None:
        siret, trouble = cells.clean_siret(typed)
        line.repairs += [trouble] if trouble else []
        # Nine digits name the town, the others one of its buildings.
        if siret and self.siret and siret[:9] != self.siret[:9] and len(self._others) < SHOWN:
            self._others.add(siret)

    def _read_matter(self, line: Line, typed: Mapping[str, str]) -> None:
        """Keep the code, and the name only where the nomenclature has no such code."""
        said = quoted(sent := typed.get("DELIB_MATIERE_CODE", ""))
        code, trouble = cells.clean_code(sent)
        name, _ = cells.clean_text(typed.get("DELIB_MATIERE_NOM", ""))
        by_name = self.codes.get(_all_letters(name), "") if name else ""
        if by_name and by_name != code and (code not in self.matters or by_name == f"{code}0"):
            code, trouble = by_name, f"matière {said} lue {by_name}, d’après son nom"
        elif code in self.matters and by_name not in ("", code):
            trouble = spaced(f"le nom de la matière n’est pas celui du code {code} : le code est gardé")
        elif code and code not in self.matters:
            trouble = spaced(f"matière inconnue : {said}, gardée telle quelle")
        if trouble:
            line.repairs.append(trouble)
        given = {"matter_code": code, "matter_name": "" if code in self.matters else name}
        line.values |= {field: text[: LONGEST[field]] for field, text in given.items() if text}


def _lacking(columns: list[str]) -> str:
    if not columns:
        return NO_HEADER
    return spaced(f"Ce fichier n’a pas toutes les colonnes nécessaires : il manque {', '.join(columns)}.")


def _notes_on_columns(sheet: Sheet) -> Iterator[str]:
    titles = [
        (title.strip()[:60], TITLES(title), column)
        for title, column in zip(sheet.titles, sheet.columns, strict=True)
    ]
    said = {
        "Noms de colonnes reconnus": [
            f"{title} ({name})" for title, _, name in titles if name not in ("", title)
        ],
        "Colonnes absentes": [name for name in SCHEMA if name not in sheet.columns],
        "Colonnes en double, la première est lue": [
            title for title, name, column in titles if name and not column
        ],
        "Colonnes sans usage ici": [title for title, name, _ in titles if title and not name],
    }
    for label, names in said.items():
        if rest := names[SHOWN:]:
            names = [*names[:SHOWN], exact_count_of(len(rest), "autre")]
        if names:
            yield spaced(f"{label} : {listed(names)}.")


def _codes_by_name(matters: Mapping[str, str]) -> dict[str, str]:
    """Index codes by the whole name, and by its last part where one matter alone has it."""
    ends: dict[str, list[str]] = {}
    for code, name in matters.items():
        ends.setdefault(_all_letters(name.rpartition("/")[2]), []).append(code)
    whole = {_all_letters(name): code for code, name in matters.items()}
    return whole | {end: codes[0] for end, codes in ends.items() if len(codes) == 1}


def _all_letters(name: str) -> str:
    return "".join(letter for letter in plain(name) if letter.isalnum())


def _read_votes(line: Line, typed: Mapping[str, str]) -> None:
    """Keep all that was given, or nothing when it cannot be true."""
    values: dict[str, int] = {}
    repairs: list[str] = []
    trouble = ""
    for title, column in SCHEMA.items():
        if column.field in VOTES:
            value, words = column.clean(typed.get(title, ""))
            if value is not None:
                values[column.field] = value
                repairs += [words] if words else []
            else:
                trouble = trouble or words
    if not trouble and values and not any(values.values()):
        trouble = "tous sont à zéro"
    if trouble := trouble or vote_contradiction(values):
        line.repairs.append(spaced(f"gardée sans ses votes : {trouble}"))
        return
    line.values |= values
    if repairs:
        line.repairs.append(spaced(f"votes : {', '.join(repairs)}"))


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
