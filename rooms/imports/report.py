"""What an import says, in French, of each event and of the whole file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from core.ui.french import NBSP, number

# More than a person reads; the counts say how many there are.
LINES_KEPT = 500
SAMPLE = 10


class Outcome(StrEnum):
    BOOKED = "booked"
    MENDED = "mended"
    CLASH = "clash"
    REFUSED = "refused"
    CHANGED = "changed"
    SAME = "same"
    LEFT = "left"


WORDS = {
    Outcome.BOOKED: "réservé",
    Outcome.MENDED: "à savoir",
    Outcome.CLASH: "salle déjà prise",
    Outcome.REFUSED: "refusé",
    Outcome.CHANGED: "changé depuis",
    Outcome.SAME: "déjà là",
    Outcome.LEFT: "laissé",
}
# What a report says of each event; the rest is in the counts.
TOLD = (Outcome.CLASH, Outcome.REFUSED, Outcome.CHANGED, Outcome.MENDED)


@dataclass(frozen=True, slots=True)
class Line:
    """One event's fate: where it stands in the source, what it is called, and why."""

    outcome: Outcome
    where: str
    label: str = ""
    words: str = ""

    def __str__(self) -> str:
        fate = ", ".join(filter(None, [WORDS[self.outcome], self.label]))
        return f"{self.where}{NBSP}: {fate}" + (f"{NBSP}: {self.words}" if self.words else "")


@dataclass
class Report:
    """The counts are of bookings (each date of a series is one), but for refused, mended and left: of events."""

    counts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    # The first of what is booked: what, where, when and for whom.
    sample: list[list[str]] = field(default_factory=list)

    def tell(self, line: Line) -> None:
        """Keep it, up to what a person reads; the worst of them are never pushed out by the mild."""
        if line.outcome in TOLD and sum(kept.outcome == line.outcome for kept in self.lines) < LINES_KEPT:
            self.lines.append(line)

    def note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)

    def summary(self, *, is_trial: bool) -> list[str]:
        """« 12 réservations faites », one fact each, zeros left out but for the first."""
        rows = [
            ("booked", "à réserver" if is_trial else "réservées"),
            ("series", "séries gardées comme telles"),
            ("asked", "en attente d’accord, comme dans l’ancien outil"),
            ("same", "déjà là, d’un import précédent"),
            ("changed", "changées à la source depuis l’import précédent, laissées telles quelles ici"),
            ("clash", "dont la salle est déjà prise"),
            ("refused", "événements refusés"),
            ("mended", "événements pris avec une remarque"),
            ("past", "événements passés, laissés"),
            ("cancelled", "annulées à la source, laissées"),
            ("free", "événements marqués «\u00a0disponible\u00a0», laissés"),
            ("sites", "sites à créer" if is_trial else "sites créés"),
            ("rooms", "salles à créer" if is_trial else "salles créées"),
        ]
        return [
            f"{number(self.counts[name])} {words}"
            for name, words in rows
            if self.counts[name] or name == "booked"
        ]

    def as_data(self) -> dict[str, Any]:
        return {
            "counts": dict(self.counts),
            "notes": self.notes,
            "sample": self.sample,
            "lines": [asdict(line) for line in self.lines],
        }


def lines_of(data: dict[str, Any]) -> Iterable[Line]:
    """Those that `as_data` kept."""
    return [Line(**{**line, "outcome": Outcome(line["outcome"])}) for line in data.get("lines", [])]
