from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import TextChoices

from core.french import spaced

# More than a person reads; the counts say how many there are.
LINES_KEPT = 500
SAMPLE = 10


class ImportOutcome(TextChoices):
    BOOKED = "booked", "réservé"
    NOTED = "noted", "à savoir"
    CLASH = "clash", "salle déjà prise"
    REFUSED = "refused", "refusé"
    CHANGED = "changed", "changé depuis"
    SAME = "same", "déjà là"


# What a report says of each event; the rest is in the counts.
SHOWN = (ImportOutcome.CLASH, ImportOutcome.REFUSED, ImportOutcome.CHANGED, ImportOutcome.NOTED)
LABELS = {
    "series": "séries gardées comme telles",
    "asked": "demandes en attente d’accord",
    "same": "réservations déjà là",
    "changed": "changements à la source, rien n’est changé ici",
    "clash": "dates dont la salle est déjà prise",
    "refused": "événements refusés",
    "noted": "événements pris avec une remarque",
    "past": "événements passés, laissés",
    "lapsed": "anciennes demandes sans réponse, laissées",
    "cancelled": "dates annulées à la source, laissées",
    "free": spaced("événements « disponibles », laissés"),
    "sites": "sites nouveaux",
    "rooms": "salles nouvelles",
}


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One event's fate: where it stands in the source, what it is called, and why."""

    outcome: ImportOutcome
    where: str
    label: str = ""
    words: str = ""

    def __str__(self) -> str:
        fate = ", ".join(filter(None, [str(self.outcome.label), self.label]))
        return spaced(f"{self.where} : {fate}") + (spaced(f" : {self.words}") if self.words else "")


@dataclass
class Report:
    """The counts are of bookings (each date of a series is one), but for refused, noted and left: of events."""

    counts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    lines: list[ReportLine] = field(default_factory=list)
    # The first of what is booked: what, where, when and for whom.
    sample: list[list[str]] = field(default_factory=list)

    def tell(self, line: ReportLine) -> None:
        """Keep it, up to what a person reads; the worst of them are never pushed out by the mild."""
        if line.outcome in SHOWN and sum(kept.outcome == line.outcome for kept in self.lines) < LINES_KEPT:
            self.lines.append(line)

    def note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)

    def facts(self, *, is_trial: bool) -> list[tuple[str, int]]:
        """Return « réservations faites » and their count, one fact each; zeros are left out but for the first."""
        labels = {"booked": "réservations à faire" if is_trial else "réservations faites", **LABELS}
        return [
            (label, self.counts[name])
            for name, label in labels.items()
            if self.counts[name] or name == "booked"
        ]

    def as_data(self) -> dict[str, Any]:
        return {
            "counts": dict(self.counts),
            "notes": self.notes,
            "sample": self.sample,
            "lines": [asdict(line) for line in self.lines],
        }
