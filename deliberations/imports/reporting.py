"""The report of an import in words: on the screen, in a file, on a page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from core.ui.french import number, spaced
from deliberations.imports.importer import LineResult, Outcome


def line_sentence(result: LineResult) -> str:
    """« Ligne 12 (2021 07 1), créée : date « 02/07/2021 » lue 2021-07-02. »"""
    whose = f" ({result.identifier})" if result.identifier else ""
    words = spaced(f" : {join_details(result.words)}") if result.words else ""
    return f"Ligne {result.line}{whose}, {result.outcome.label}{words}."


def join_details(words: Iterable[str]) -> str:
    return spaced(" ; ").join(words)


class Counts(Protocol):
    """LineCounts, or an Import that keeps one."""

    created: int
    changed: int
    same: int
    refused: int
    repaired: int
    sessions: int

    @property
    def lines(self) -> int: ...


def count_rows(counts: Counts, *, is_forecast: bool) -> list[tuple[str, int]]:
    """The counts and their labels; a forecast says so."""
    return [
        ("lignes lues", counts.lines),
        ("à créer" if is_forecast else "créées", counts.created),
        ("à corriger" if is_forecast else "corrigées", counts.changed),
        ("inchangées", counts.same),
        ("refusées", counts.refused),
        ("lignes réparées", counts.repaired),
        ("séances à créer" if is_forecast else "séances créées", counts.sessions),
    ]


def summary_lines(counts: Counts, *, is_forecast: bool) -> list[str]:
    return [
        spaced(f"{label} : {number(count)}") for label, count in count_rows(counts, is_forecast=is_forecast)
    ]


def is_reported(result: LineResult) -> bool:
    """Whether a line is reported: the others went in as they were, or were there already."""
    return bool(result.words) or result.outcome in (Outcome.CHANGED, Outcome.REFUSED)


HEADER = ["ligne", "identifiant", "sort", "détail"]


def row_of(result: LineResult) -> list[Any]:
    """A line of the report, for a spreadsheet; under `HEADER`."""
    return [result.line, result.identifier, result.outcome.label, join_details(result.words)]
