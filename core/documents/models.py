"""Stored files: written once, judged by their content, read page by page."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.history.tracking import track
from core.people.models import Agent
from core.ui.keys import random_key


@track(exclude=("text_state", "text_error", "page_count"))
class Document(models.Model):
    """One file on disk and what is known of it; the rubric that points at it says who may read it.

    `stored_by` and `stored_at` are absent when the owner says so (an anonymous idea).
    """

    class TextState(models.TextChoices):
        WAITING = "waiting", "en attente de lecture"
        READ = "read", "texte lu"
        NO_TEXT = "no_text", "aucun texte : numérisation"
        NOT_READ = "not_read", "sans texte à lire"
        FAILED = "failed", "lecture impossible"

    reference = models.CharField("clé", max_length=12, unique=True, default=random_key, editable=False)
    name = models.CharField("nom du fichier", max_length=200)
    size = models.BigIntegerField("taille en octets")
    content_type = models.CharField("type de contenu", max_length=100)
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    stored_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="déposé par", null=True, related_name="documents"
    )
    stored_at = models.DateTimeField("déposé le", null=True, default=timezone.now)
    text_state = models.CharField("texte", max_length=10, choices=TextState, default=TextState.WAITING)
    text_error = models.CharField("erreur de lecture", max_length=300, blank=True)
    page_count = models.PositiveIntegerField("pages", null=True)

    class Meta:
        verbose_name = "document"
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="document_is_not_empty"),
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="document_sha256_is_hex"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(name__contains="/") & ~Q(name__contains="\\"),
                name="document_name_is_no_path",
            ),
            models.CheckConstraint(
                condition=Q(text_state__in=("waiting", "read", "no_text", "not_read", "failed")),
                name="document_known_text_state",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PageText(models.Model):
    """The text of one page of a document, as the worker read it; pages count from 1."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField("page")
    text = models.TextField("texte")

    class Meta:
        verbose_name = "texte d’une page"
        verbose_name_plural = "textes des pages"
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="page_text_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="page_text_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"page {self.number}"
