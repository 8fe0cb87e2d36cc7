"""A SCDL file line by line: the deliberation on each line, what was corrected in it, or why it is refused."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from core.imports.tables import notes_on_header, notes_on_text
from core.ui.french import exact_count_of, listed, plain, spaced
from deliberations.models import Deliberation
from deliberations.models.deliberations import vote_misfit
from deliberations.scdl import cells, dates
from deliberations.scdl.dates import quoted
from deliberations.scdl.table import Header, Record, Table

VOTES = ("VOTE_EFFECTIF", "VOTE_REEL", "VOTE_POUR", "VOTE_CONTRE", "VOTE_ABSTENTION")
# Names of columns shown in one note.
SHOWN = 8


def _longest(name: str) -> int:
    length = getattr(Deliberation._meta.get_field(name), "max_length", None)
    assert isinstance(length, int)
    return length


NUMBER, OBJECT, URL = _longest("number"), _longest("object"), _longest("public_url")
BUDGET_NAME, PREFECTURE = _longest("budget_name"), _longest("prefecture")
MATTER_CODE, MATTER_NAME = _longest("matter_code"), _longest("matter_name")


class Votes(NamedTuple):
    """Votes of an act; a blank cell is unknown."""

    seats: int | None = None
    voters: int | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None


@dataclass(slots=True)
class ParsedAct:
    """A deliberation as a line gives it; text is empty where the line says nothing."""

    number: str
    adopted_on: date
    object: str
    matter_code: str = ""
    matter_name: str = ""
    budget_year: str = ""
    budget_name: str = ""
    prefecture: str = ""
    acknowledged_on: date | None = None
    votes: Votes = field(default_factory=Votes)
    public_url: str = ""


@dataclass(slots=True)
class ParsedLine:
    """`number` is the line's in the file, from 1; without a row it is refused, and `words` say why."""

    number: int
    row: ParsedAct | None
    words: list[str] = field(default_factory=list)
    identifier: str = ""


class MatterIndex:
    """The codes in force, and the codes by their names."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.codes = frozenset(names)
        self._by_name = {self._plain(name): code for code, name in names.items()}
        ends: dict[str, list[str]] = {}
        for code, name in names.items():
            ends.setdefault(self._plain(name.rpartition("/")[2]), []).append(code)
        self._by_name |= {end: codes[0] for end, codes in ends.items() if len(codes) == 1}

    @staticmethod
    def _plain(name: str) -> str:
        return "".join(letter for letter in plain(name) if letter.isalnum())

    def code_of(self, name: str) -> str:
        return self._by_name.get(self._plain(name), "") if name else ""


class Parser:
    """Parses the lines of one open table; afterwards `notes()` says what holds for the whole file."""

    def __init__(self, table: Table, nomenclature: MatterIndex, *, today: date, siret: str = "") -> None:
        self.table = table
        self.nomenclature = nomenclature
        self.today = today
        self.siret = siret
        self.others: set[str] = set()
        self.position = table.header.positions

    def lines(self) -> Iterator[ParsedLine]:
        for record in self.table.records():
            yield self._line(record)

    def _line(self, record: Record) -> ParsedLine:
        if record.fault:
            return ParsedLine(record.line, None, [record.fault])
        line = ParsedLine(record.line, None)
        typed = record.cells
        if len(typed) < self.table.header.width:
            line.words.append(f"{exact_count_of(len(typed), 'cellule')} au lieu de {self.table.header.width}")
            typed = typed + [""] * (self.table.header.width - len(typed))

        def cell(column: str) -> str:
            position = self.position.get(column)
            return "" if position is None else typed[position]

        values = {column: cell(column) for column in self.position}
        reasons = self._needed(line, values)
        if reasons:
            line.words = reasons
        elif line.row is not None:
            self._fill(line.row, values, line.words)
        return line

    def _needed(self, line: ParsedLine, values: Mapping[str, str]) -> list[str]:
        """Give the line its row; or the reasons why it has none."""
        reasons = []
        number, number_words = cells.clean_identifier(values["DELIB_ID"])
        day, day_words = dates.clean_date(values["DELIB_DATE"], self.today)
        words, object_words = cells.clean_text(values["DELIB_OBJET"])
        line.identifier = number[:NUMBER]
        if not number:
            reasons.append("aucun identifiant (DELIB_ID)")
        elif len(number) > NUMBER:
            reasons.append(f"identifiant de plus de {NUMBER} caractères")
        if day is None:
            reasons.append(day_words or "aucune date (DELIB_DATE)")
        if not words:
            reasons.append("aucun objet (DELIB_OBJET)")
        if reasons or day is None:
            return reasons
        line.words += filter(None, (number_words, day_words, object_words))
        line.row = ParsedAct(number, day, _cut("objet", words, OBJECT, line.words))
        return []

    def _fill(self, row: ParsedAct, values: Mapping[str, str], words: list[str]) -> None:
        def said[T](result: tuple[T, str]) -> T:
            if result[1]:
                words.append(result[1])
            return result[0]

        get = values.get
        self._check_siret(get("COLL_SIRET", ""), words)
        row.matter_code, row.matter_name = self._matter(
            get("DELIB_MATIERE_CODE", ""), get("DELIB_MATIERE_NOM", ""), words
        )
        row.budget_year = said(cells.clean_budget_year(get("BUDGET_ANNEE", ""))) or ""
        row.budget_name = _cut(
            "nom du budget", said(cells.clean_text(get("BUDGET_NOM", ""))), BUDGET_NAME, words
        )
        row.prefecture = _cut("préfecture", said(cells.clean_text(get("PREF_ID", ""))), PREFECTURE, words)
        received, trouble = dates.clean_date(get("PREF_DATE", ""), self.today)
        if trouble:
            words.append(spaced(f"préfecture : {trouble}"))
        row.acknowledged_on = received
        row.votes = _votes([get(column, "") for column in VOTES], words)
        row.public_url = said(cells.clean_url(get("DELIB_URL", ""), URL)) or ""

    def _check_siret(self, typed: str, words: list[str]) -> None:
        siret, trouble = cells.clean_siret(typed)
        if trouble:
            words.append(trouble)
        # Nine digits name the town, the others one of its buildings.
        if siret and self.siret and siret[:9] != self.siret[:9] and len(self.others) < SHOWN:
            self.others.add(siret)

    def _matter(self, typed_code: str, typed_name: str, words: list[str]) -> tuple[str, str]:
        """The code, and the name only where the nomenclature has no such code."""
        code, trouble = cells.clean_code(typed_code)
        name, _ = cells.clean_text(typed_name)
        by_name = self.nomenclature.code_of(name)
        if code in self.nomenclature.codes:
            if not by_name or by_name == code:
                words += filter(None, [trouble])
                return code, ""
            if by_name == f"{code}0":
                words.append(f"matière {quoted(typed_code)} lue {by_name}, d’après son nom")
                return by_name, ""
            words.append(spaced(f"le nom de la matière n’est pas celui du code {code} : le code est gardé"))
            return code, ""
        if by_name:
            words.append(f"matière {quoted(typed_code)} lue {by_name}, d’après son nom")
            return by_name, ""
        if code:
            words.append(spaced(f"matière inconnue : {quoted(typed_code)}, gardée telle quelle"))
        return code[:MATTER_CODE], name[:MATTER_NAME]

    def notes(self) -> list[str]:
        """Return notes on deviations from the standard, and on what concerns every line."""
        writing = self.table.writing
        return [
            *_encoding_notes(writing.encoding, writing.has_mark, writing.windows_lines, writing.utf8_lines),
            *notes_on_text(writing.repaired_lines, writing.lost_lines),
            *_header_notes(self.table.header),
            *self._town_notes(),
        ]

    def _town_notes(self) -> list[str]:
        if not self.others:
            return []
        return [
            spaced(
                f"Attention : ce fichier porte le SIRET d’une autre collectivité "
                f"({listed(sorted(self.others))}) que le vôtre ({self.siret})."
            )
        ]


def _cut(name: str, text: str, longest: int, words: list[str]) -> str:
    if len(text) <= longest:
        return text
    words.append(f"{name} de {len(text)} caractères, coupé à {longest}")
    return f"{text[: longest - 1].rstrip()}…"


def _votes(typed: list[str], words: list[str]) -> Votes:
    """All that was given, or nothing when it cannot be true."""
    read = [cells.clean_vote(cell) for cell in typed]
    values = [value for value, _ in read]
    if unread := next((trouble for value, trouble in read if value is None and trouble), ""):
        words.append(spaced(f"gardée sans ses votes : {unread}"))
        return Votes()
    if not any(values):
        if 0 in values:
            words.append(spaced("gardée sans ses votes : tous sont à zéro"))
        return Votes()
    votes = Votes(*values)
    if contradiction := vote_contradiction(votes):
        words.append(spaced(f"gardée sans ses votes : {contradiction}"))
        return Votes()
    if corrected := [trouble for _, trouble in read if trouble]:
        words.append(spaced(f"votes : {', '.join(corrected)}"))
    return votes


def vote_contradiction(votes: Votes) -> str:
    """Why these votes cannot be true; empty when they can. What is blank contradicts nothing."""
    said = sum(count or 0 for count in votes[2:])
    misfit = vote_misfit(votes.seats, votes.voters, said)
    council = f"pour un effectif de {votes.seats}"
    present = exact_count_of(votes.voters or 0, "votant")
    if misfit == "voters":
        return f"{present} {council}"
    if misfit:
        return f"pour, contre et abstentions font {said}, {council if votes.voters is None else f'pour {present}'}"
    return ""


def _encoding_notes(encoding: str, has_mark: bool, windows: int, utf8: int) -> Iterable[str]:
    if encoding != "utf-8":
        yield "Le fichier est en UTF-16 au lieu d’UTF-8."
    elif has_mark:
        yield "Le fichier commence par une marque d’encodage (BOM), retirée."
    if windows:
        yield (
            spaced("Le fichier mêle UTF-8 et Windows-1252 (Latin-1) : chaque ligne est lue dans le sien.")
            if utf8
            else "Le fichier est en Windows-1252 (Latin-1) au lieu d’UTF-8."
        )


def _header_notes(header: Header) -> Iterable[str]:
    if header.delimiter != ",":
        shown = {"\t": "la tabulation"}.get(header.delimiter, quoted(header.delimiter))
        yield f"Le séparateur est {shown} au lieu de {quoted(',')}."
    yield from notes_on_header(header.line)
    if header.renamed:
        yield spaced(
            f"Noms de colonnes reconnus : {_shown([f'{name} ({column})' for name, column in header.renamed])}."
        )
    if header.missing:
        yield spaced(f"Colonnes absentes : {_shown(header.missing)}.")
    if header.repeated:
        yield spaced(f"Colonnes en double, la première est lue : {_shown(header.repeated)}.")
    if header.ignored:
        yield spaced(f"Colonnes sans usage ici : {_shown(header.ignored)}.")


def _shown(names: list[str]) -> str:
    rest = len(names) - SHOWN
    return listed([*names[:SHOWN], exact_count_of(rest, "autre")]) if rest > 0 else listed(names)
