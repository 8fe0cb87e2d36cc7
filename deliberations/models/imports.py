"""Files of deliberations that the secretary sent: what would come of them, then what came."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.documents.models import Document
from core.history.tracking import track
from core.people.models import Agent
from core.ui.keys import random_key
from core.ui.once import SubmissionKeyModel

COUNTS = ("created", "changed", "same", "refused", "mended", "sessions")


class ImportQuerySet(models.QuerySet["Import"]):
    def newest_first(self) -> ImportQuerySet:
        return self.order_by("-created_at", "-pk")


# What the reading finds is not a person's action.
@track(exclude=("submission_key", "progress", "notes", "sample", *COUNTS))
class Import(SubmissionKeyModel):
    """A SCDL file on its way: read first, then confirmed by a person, then written.

    The counts are of lines, of the dry run until it is confirmed, then of what was written.
    """

    class State(models.TextChoices):
        READING = "reading", "en cours de lecture"
        READY = "ready", "à confirmer"
        WRITING = "writing", "import en cours"
        DONE = "done", "importé"
        UNREADABLE = "unreadable", "illisible"
        ABANDONED = "abandoned", "abandonné"
        FAILED = "failed", "interrompu"

    reference = models.CharField("clé", max_length=12, unique=True, default=random_key, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, verbose_name="fichier", related_name="+")
    created_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="envoyé par", related_name="+")
    created_at = models.DateTimeField("envoyé le", default=timezone.now)
    state = models.CharField("état", max_length=10, choices=State, default=State.READING)
    confirmed_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="confirmé par", null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField("confirmé le", null=True)
    finished_at = models.DateTimeField("terminé le", null=True)
    reason = models.CharField("raison", max_length=300, blank=True)
    progress = models.PositiveSmallIntegerField("avancement, en pour cent", default=0)
    created = models.PositiveIntegerField("créées", default=0)
    changed = models.PositiveIntegerField("corrigées", default=0)
    same = models.PositiveIntegerField("inchangées", default=0)
    refused = models.PositiveIntegerField("refusées", default=0)
    mended = models.PositiveIntegerField("lignes réparées", default=0)
    sessions = models.PositiveIntegerField("séances créées", default=0)
    notes = models.JSONField("dit du fichier entier", default=list)
    sample = models.JSONField("premières lignes", default=list)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        indexes = [models.Index(fields=["-created_at", "-id"], name="import_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=(
                        "reading",
                        "ready",
                        "writing",
                        "done",
                        "unreadable",
                        "abandoned",
                        "failed",
                    )
                ),
                name="import_known_state",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("writing", "done"))
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="import_written_is_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(progress__isnull=False, progress__lte=100), name="import_progress_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"Import de {self.document.name}"

    def get_absolute_url(self) -> str:
        return reverse("deliberations:import_detail", args=[self.reference])

    @property
    def is_busy(self) -> bool:
        return self.state in (self.State.READING, self.State.WRITING)

    @property
    def lines(self) -> int:
        return self.created + self.changed + self.same + self.refused


class ImportLine(models.Model):
    """What was said of one line of the file; lines that went in as they were have none."""

    class Outcome(models.TextChoices):
        CREATED = "created", "créée"
        CHANGED = "changed", "corrigée"
        SAME = "same", "inchangée"
        REFUSED = "refused", "refusée"

    of = models.ForeignKey(Import, models.CASCADE, verbose_name="import", related_name="told")
    line = models.PositiveIntegerField("ligne")
    outcome = models.CharField("sort", max_length=8, choices=Outcome)
    identifier = models.CharField("identifiant", max_length=60, blank=True)
    words = models.TextField("détail", blank=True)
    is_mended = models.BooleanField("réparée", default=False)

    class Meta:
        verbose_name = "ligne d’un import"
        verbose_name_plural = "lignes d’un import"
        ordering = ["line"]
        constraints = [
            models.UniqueConstraint(fields=["of", "line"], name="import_line_once"),
            models.CheckConstraint(
                condition=Q(outcome__in=("created", "changed", "same", "refused")),
                name="import_line_known_outcome",
            ),
        ]
        indexes = [models.Index(fields=["of", "outcome", "line"], name="import_line_by_outcome")]

    def __str__(self) -> str:
        return f"ligne {self.line}"
