"""Files of deliberations that the secretary sent: what would come of them, then what came."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from core.documents.models import Document
from core.french import exact_count_of, spaced
from core.history.tracking import track
from core.imports.models import FileImport

COUNTS = ("created", "changed", "same", "refused", "repaired", "sessions")


# What the reading finds is not a person's action.
@track(exclude=("submission_key", "progress", "notes", "sample", *COUNTS))
class Import(FileImport):
    """A SCDL file; the counts are of lines, of the dry run until it is confirmed, then of what was written."""

    document = models.ForeignKey(Document, models.PROTECT, verbose_name="fichier", related_name="+")
    created = models.PositiveIntegerField("créées", default=0)
    changed = models.PositiveIntegerField("corrigées", default=0)
    same = models.PositiveIntegerField("inchangées", default=0)
    refused = models.PositiveIntegerField("refusées", default=0)
    repaired = models.PositiveIntegerField("lignes réparées", default=0)
    sessions = models.PositiveIntegerField("séances créées", default=0)
    notes = models.JSONField("dit du fichier entier", default=list)
    sample = models.JSONField("premières lignes", default=list)

    class Meta(FileImport.Meta):
        verbose_name = "import"

    @property
    def lines(self) -> int:
        return self.created + self.changed + self.same + self.refused

    @property
    def read_so_far(self) -> str:
        return exact_count_of(self.lines, "ligne lue", "lignes lues")

    @property
    def summary(self) -> str:
        """Summarise a finished import, for a list of imports."""
        if self.state != self.State.DONE:
            return ""
        counts = (self.created, "créée"), (self.changed, "corrigée"), (self.refused, "refusée")
        return ", ".join(exact_count_of(*count) for count in counts)


class ImportLine(models.Model):
    """Result of one line of the file; lines that went in as they were have none."""

    # While the file is read: by field, what the line gives; what was corrected in its cells.
    values: dict[str, Any]
    repairs: list[str]

    class Outcome(models.TextChoices):
        CREATED = "created", "créée"
        CHANGED = "changed", "corrigée"
        SAME = "same", "inchangée"
        REFUSED = "refused", "refusée"

    of = models.ForeignKey(Import, models.CASCADE, verbose_name="import", related_name="remarks")
    line = models.PositiveIntegerField("ligne")
    outcome = models.CharField("sort", max_length=8, choices=Outcome)
    identifier = models.CharField("identifiant", max_length=60, blank=True)
    words = models.TextField("détail", blank=True)
    is_repaired = models.BooleanField("réparée", default=False)

    class Meta:
        verbose_name = "ligne d’un import"
        verbose_name_plural = "lignes d’un import"
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["of", "line"], name="import_line_once"),
        ]
        indexes = [models.Index(fields=["of", "outcome", "line"], name="import_line_by_outcome")]

    def __str__(self) -> str:
        """« Ligne 12 (2021 07 1), créée : date « 02/07/2021 » lue 2021-07-02. »"""
        whose = f" ({self.identifier})" if self.identifier else ""
        words = spaced(f" : {self.words}") if self.words else ""
        return f"Ligne {self.line}{whose}, {self.get_outcome_display()}{words}."

    def becomes(self, outcome: Outcome, *words: str) -> Self:
        """Say what is corrected or changed, or why it is refused."""
        self.outcome, self.is_repaired = outcome, outcome != self.Outcome.REFUSED and bool(self.repairs)
        self.words = spaced(" ; ").join([*(self.repairs if self.is_repaired else ()), *words])
        return self
