"""What an import says, in the words of whoever reads it: on the screen, in a file, on a page."""

from __future__ import annotations

import csv
from typing import IO

from core.ui.french import NBSP, number
from deliberations.scdl.importing import Outcome, Tally, Told

LABELS = {
    Outcome.CREATED: "créée",
    Outcome.CHANGED: "corrigée",
    Outcome.SAME: "inchangée",
    Outcome.REFUSED: "refusée",
}
# A spreadsheet would run a cell that begins with one of these.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def sentence(told: Told) -> str:
    """« Ligne 12 (2021 07 1), créée : date « 02/07/2021 » lue 2021-07-02. »"""
    whose = f" ({told.identifier})" if told.identifier else ""
    words = f"{NBSP}: {' ; '.join(told.words)}" if told.words else ""
    return f"Ligne {told.line}{whose}, {LABELS[told.outcome]}{words}."


def summary(tally: Tally, *, is_dry_run: bool) -> list[str]:
    """The counts, one a line; in the conditional when nothing was written."""
    sessions = "séances qui seraient créées" if is_dry_run else "séances créées"
    rows = [
        ("lignes lues", tally.lines),
        ("créées", tally.created),
        ("corrigées", tally.changed),
        ("inchangées", tally.same),
        ("refusées", tally.refused),
        ("lignes réparées", tally.mended),
        (sessions, tally.sessions),
    ]
    return [f"{label}{NBSP}: {number(count)}" for label, count in rows]


def has_tale(told: Told) -> bool:
    """Whether a line is worth telling: the others went in as they were, or were there already."""
    return bool(told.words) or told.outcome in (Outcome.CHANGED, Outcome.REFUSED)


class Sheet:
    """The tale as a CSV that French spreadsheets open."""

    def __init__(self, file: IO[str]) -> None:
        self._writer = csv.writer(file, delimiter=";")
        file.write("\ufeff")
        self._writer.writerow(["ligne", "identifiant", "sort", "détail"])

    def write(self, line: int, identifier: str, fate: str, words: str) -> None:
        self._writer.writerow([line, harmless(identifier), fate, harmless(words)])

    def told(self, told: Told) -> None:
        self.write(told.line, told.identifier, LABELS[told.outcome], " ; ".join(told.words))


def harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
