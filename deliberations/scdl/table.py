"""From lines to records under known column names: the delimiter, the header, the quotes that never close."""

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from core.imports.tables import HEADER_WITHIN, Unreadable, header_of
from core.ui.french import NBSP, plain, spaced
from deliberations.scdl.lines import (
    LONGEST_LINE,
    FileEncoding,
    PhysicalLine,
    physical_lines,
)

COLUMNS = (
    "COLL_NOM",
    "COLL_SIRET",
    "DELIB_ID",
    "DELIB_DATE",
    "DELIB_MATIERE_CODE",
    "DELIB_MATIERE_NOM",
    "DELIB_OBJET",
    "BUDGET_ANNEE",
    "BUDGET_NOM",
    "PREF_ID",
    "PREF_DATE",
    "VOTE_EFFECTIF",
    "VOTE_REEL",
    "VOTE_POUR",
    "VOTE_CONTRE",
    "VOTE_ABSTENTION",
    "DELIB_URL",
)
NEEDED = ("DELIB_ID", "DELIB_DATE", "DELIB_OBJET")
# Other names seen on these columns; compared without case, accents, spaces and punctuation.
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
# An object on several lines is a few lines long.
LONGEST_RECORD = 60
# With a line at its longest, below what csv takes in one cell.
LONGEST_PARAGRAPHS = 30_000
NO_HEADER = spaced(
    "Ce fichier n’a pas les colonnes d’un fichier SCDL : sa première ligne doit porter leurs noms "
    "(DELIB_ID, DELIB_DATE, DELIB_OBJET, etc.)."
)


def _letters(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", plain(name))


KNOWN = {_letters(other): column for column, others in OTHER_NAMES.items() for other in others.split()} | {
    _letters(column): column for column in COLUMNS
}


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one record and the line it starts on; `fault` says why it cannot be read."""

    line: int
    cells: list[str]
    fault: str = ""


@dataclass(slots=True)
class Header:
    """The position of each known column; which are missing, unused, repeated or under another name."""

    line: int
    delimiter: str
    width: int
    positions: dict[str, int] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        return [column for column in COLUMNS if column not in self.positions]


def _header_of(line: PhysicalLine) -> Header | None:
    """The header that this line is, read with the delimiter that shows most known columns."""
    found = header_of(line.text, lambda name: KNOWN.get(_letters(name)))
    if found is None:
        return None
    delimiter, cells = found
    header = Header(line.number, delimiter, len(cells))
    for position, cell in enumerate(cells):
        _place(header, position, cell.strip())
    return header


def _place(header: Header, position: int, name: str) -> None:
    column = KNOWN.get(_letters(name))
    if column is None:
        if name:
            header.ignored.append(name[:60])
    elif column in header.positions:
        # « DELIB_OBJET » and « titre » in one file: the standard's own name has it.
        if name.upper() == column:
            header.positions[column] = position
        header.repeated.append(name[:60])
    else:
        header.positions[column] = position
        if name != column:
            header.renamed.append((name[:60], column))


class _Source:
    """Physical lines for csv.reader, which may be given back when a quote turns out never to close."""

    def __init__(self, lines: Iterator[PhysicalLine]) -> None:
        self.lines = lines
        self.given_back: deque[PhysicalLine] = deque()
        self.taken: list[PhysicalLine] = []
        self.header: Header | None = None
        self.is_broken = False

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        """The next line of the record at hand; stops where an open quote can only be a fault."""
        if self.taken and self._cannot_go_on():
            self.is_broken = True
            raise StopIteration
        line = self.given_back.popleft() if self.given_back else next(self.lines)
        self.taken.append(line)
        if len(self.taken) > 1 and (line.is_cut or self._is_whole(line.text)):
            self.is_broken = True
            raise StopIteration
        return line.text

    def _cannot_go_on(self) -> bool:
        return (
            self.taken[-1].is_cut
            or len(self.taken) >= LONGEST_RECORD
            or sum(len(line.text) for line in self.taken) > LONGEST_PARAGRAPHS
        )

    def _is_whole(self, text: str) -> bool:
        """Whether a line is a record by itself: then the quote open above it is a fault, not a paragraph."""
        assert self.header is not None
        if text.count('"') % 2 or text.count(self.header.delimiter) < self.header.width - 1:
            return False
        cells = next(csv.reader([text], delimiter=self.header.delimiter), [])
        return len(cells) >= self.header.width > 3


class Table:
    """An open SCDL file: its header, then its records one by one. Raises Unreadable, when opened, with words."""

    def __init__(self, path: Path) -> None:
        self.size = path.stat().st_size
        self.writing = FileEncoding()
        # Blank cells past the header's, as a spreadsheet leaves them at the end of every line.
        self._blank_cells: int | None = None
        self._file = path.open("rb")
        try:
            self._lines = physical_lines(self._file, self.writing)
            self.header = self._find_header()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    @property
    def share_read(self) -> float:
        """Between 0 and 1: how much of the file is behind."""
        return min(self._file.tell() / self.size, 1.0) if self.size else 1.0

    def _find_header(self) -> Header:
        for line in islice(self._lines, HEADER_WITHIN):
            header = None if line.is_cut else _header_of(line)
            if header is None:
                continue
            lacking = [column for column in NEEDED if column not in header.positions]
            if lacking and len(header.positions) >= 3:
                raise Unreadable(
                    spaced(
                        f"Ce fichier n’a pas toutes les colonnes nécessaires : il manque {', '.join(lacking)}."
                    )
                )
            if not lacking:
                return header
        raise Unreadable(NO_HEADER)

    def records(self) -> Iterator[Record]:
        """Every record that is not blank; one with a fault never hides the next one."""
        source = _Source(self._lines)
        source.header = self.header
        reader = csv.reader(source, delimiter=self.header.delimiter)
        while True:
            source.taken, source.is_broken = [], False
            cells = next(reader, None)
            if not source.taken:
                return
            record = self._judged(source, cells or [])
            if record is not None:
                yield record

    def _fits(self, cells: list[str]) -> bool:
        """Past the header's width there is nothing, or as much of it as on the first line."""
        excess = len(cells) - self.header.width
        if excess <= 0:
            return True
        if any(cell.strip() for cell in cells[self.header.width :]):
            return False
        if self._blank_cells is None:
            self._blank_cells = excess
        return excess <= self._blank_cells

    def _judged(self, source: _Source, cells: list[str]) -> Record | None:
        first, *others = source.taken
        fits = self._fits(cells)
        if first.is_cut:
            source.given_back.extendleft(reversed(others))
            return Record(first.number, [], f"ligne de plus de {LONGEST_LINE // 1000}{NBSP}000 caractères")
        if source.is_broken or (others and not (fits and len(cells) == self.header.width)):
            source.given_back.extendleft(reversed(others))
            return Record(first.number, [], "un guillemet ouvert n’est jamais refermé")
        if not any(cell.strip() for cell in cells):
            return None
        self._blank_cells = self._blank_cells or 0
        if not fits:
            return Record(
                first.number,
                [],
                spaced(
                    f"{len(cells)} cellules pour {self.header.width} colonnes : un séparateur est sans doute "
                    "dans un texte sans guillemets"
                ),
            )
        return Record(first.number, cells)
