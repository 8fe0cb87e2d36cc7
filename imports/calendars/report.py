from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import TextChoices

from core.french import number, spaced

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

    def summary(self, *, is_trial: bool) -> list[str]:
        """« 12 réservations faites », one fact each."""
        return [f"{number(count)} {words}" for words, count in self.facts(is_trial=is_trial)]

    def facts(self, *, is_trial: bool) -> list[tuple[str, int]]:
        """« réservations faites » and their count; zeros are left out but for the first."""
        rows = [
            ("booked", "réservation à faire", "réservations à faire")
            if is_trial
            else ("booked", "réservation faite", "réservations faites"),
            ("series", "série gardée comme telle", "séries gardées comme telles"),
            ("asked", "demande en attente d’accord", "demandes en attente d’accord"),
            ("same", "réservation déjà là", "réservations déjà là"),
            (
                "changed",
                "changement à la source, rien n’est changé ici",
                "changements à la source, rien n’est changé ici",
            ),
            ("clash", "date dont la salle est déjà prise", "dates dont la salle est déjà prise"),
            ("refused", "événement refusé", "événements refusés"),
            ("noted", "événement pris avec une remarque", "événements pris avec une remarque"),
            ("past", "événement passé, laissé", "événements passés, laissés"),
            ("lapsed", "ancienne demande sans réponse, laissée", "anciennes demandes sans réponse, laissées"),
            ("cancelled", "date annulée à la source, laissée", "dates annulées à la source, laissées"),
            (
                "free",
                spaced("événement « disponible », laissé"),
                spaced("événements « disponibles », laissés"),
            ),
            ("sites", "site nouveau", "sites nouveaux"),
            ("rooms", "salle nouvelle", "salles nouvelles"),
        ]
        return [
            (one if self.counts[name] < 2 else many, self.counts[name])
            for name, one, many in rows
            if self.counts[name] or name == "booked"
        ]

    def as_data(self) -> dict[str, Any]:
        return {
            "counts": dict(self.counts),
            "notes": self.notes,
            "sample": self.sample,
            "lines": [asdict(line) for line in self.lines],
        }
