"""A file on its way into the intranet; each app adds to this row what its own files hold."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.documents.models import Document
from core.web.idempotency import SubmissionKeyModel
from core.web.public_ids import ReferencedModel


class State(models.TextChoices):
    READING = "reading", "en cours de lecture"
    READY = "ready", "à confirmer"
    WRITING = "writing", "import en cours"
    DONE = "done", "importé"
    UNREADABLE = "unreadable", "illisible"
    FAILED = "failed", "interrompu"
    ABANDONED = "abandoned", "abandonné"


class FileImport(ReferencedModel, SubmissionKeyModel):
    """Read first, then confirmed by a person, then written. Without a model of its own: an app's inherits it."""

    State = State

    file_name = models.CharField("nom du fichier", max_length=200)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="envoyé par", related_name="+"
    )
    created_at = models.DateTimeField("envoyé le", default=timezone.now)
    state = models.CharField("état", max_length=10, choices=State, default=State.READING)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="confirmé par", null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField("confirmé le", null=True)
    ended_at = models.DateTimeField("terminé le", null=True)
    reason = models.TextField("raison", blank=True)
    progress = models.PositiveSmallIntegerField("avancement, en pour cent", default=0)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["-created_at", "-id"], name="%(class)s_newest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=("writing", "done"))
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="%(class)s_written_is_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(progress__isnull=False, progress__lte=100), name="%(class)s_progress_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"Import de {self.file_name}"

    def get_absolute_url(self) -> str:
        return reverse(f"{self._meta.app_label}:import_detail", args=[self.reference])

    @property
    def is_ready(self) -> bool:
        return self.state == State.READY

    @property
    def is_busy(self) -> bool:
        return self.state in (State.READING, State.WRITING)


class KeptFileImport(FileImport):
    """Previewed again each time that it is looked at, until it is written whole or abandoned."""

    file = models.OneToOneField(Document, models.PROTECT, verbose_name="fichier", null=True, related_name="+")
    report = models.JSONField("compte rendu", default=dict)

    class Meta(FileImport.Meta):
        abstract = True
        constraints = [
            *FileImport.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state="ready", file__isnull=False, ended_at=None)
                | Q(state__in=("done", "abandoned"), file=None, ended_at__isnull=False),
                name="%(class)s_keeps_its_file_until_it_ends",
            ),
        ]
