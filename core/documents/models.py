"""Stored files: written once, judged by their content, read page by page."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.documents import storage
from core.documents.limits import BY_TYPE, Kind, size_label
from core.history.tracking import track
from core.people.models import Agent
from core.web.public_ids import ReferencedModel


class InspectedModel(ReferencedModel):
    """What the inspection of a file says of it."""

    name = models.CharField("nom du fichier", max_length=200)
    size = models.BigIntegerField("taille en octets")
    content_type = models.CharField("type de contenu", max_length=100)
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    has_code = models.BooleanField("contient du code", default=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> Kind | None:
        """None for a kind that is no longer accepted."""
        return BY_TYPE.get(self.content_type)

    @property
    def kind_label(self) -> str:
        return self.kind.label if self.kind else "fichier"

    @property
    def size_label(self) -> str:
        return size_label(self.size)


# Its name says what it is about: what is erased with its owner leaves none in the history.
@track(exclude=("name", "has_code", "text_state", "text_error", "page_count"))
class Document(InspectedModel):
    """One file on disk and what is known of it; the rubric that points at it says who may read it.

    `stored_by` and `stored_at` are absent when the owner says so (an anonymous idea).
    """

    class TextState(models.TextChoices):
        WAITING = "waiting", "en attente de lecture"
        READ = "read", "texte lu"
        RECOGNISED = "recognised", "texte reconnu sur l’image"
        NO_TEXT = "no_text", "aucun texte : numérisation"
        NOT_READ = "not_read", "sans texte à lire"
        FAILED = "failed", "lecture impossible"

    stored_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="déposé par", null=True, related_name="documents"
    )
    stored_at = models.DateTimeField("déposé le", null=True, default=timezone.now)
    text_state = models.CharField("texte", max_length=10, choices=TextState, default=TextState.WAITING)
    text_error = models.CharField("erreur de lecture", max_length=300, blank=True)
    page_count = models.PositiveIntegerField("pages", null=True)

    class Meta:
        verbose_name = "document"
        triggers = [
            # Rows are written once: what a page links to never changes.
            pgtrigger.Trigger(
                name="content_is_for_ever",
                operation=pgtrigger.UpdateOf("reference", "name", "size", "content_type", "sha256"),
                when=pgtrigger.Before,
                condition=pgtrigger.AnyChange("reference", "name", "size", "content_type", "sha256"),
                func="RAISE EXCEPTION 'A stored document keeps its content';",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="document_is_not_empty"),
            # Files are found by both, and a backup writes where they say: another account's (`core.backup`).
            models.CheckConstraint(
                condition=Q(reference__regex="^[0-9A-Za-z_-]{1,12}$"), name="document_reference_is_no_path"
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="document_sha256_is_hex"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(name__contains="/") & ~Q(name__contains="\\"),
                name="document_name_is_no_path",
            ),
        ]

    @property
    def file_path(self) -> Path:
        return storage.document_path(self.sha256, self.reference)

    @property
    def is_shown(self) -> bool:
        """Whether a browser shows it; the rest is downloaded, a PDF with a script of its own too."""
        return self.kind is not None and self.kind.is_shown and not self.has_code

    @property
    def has_text_pages(self) -> bool:
        """Whether its pages are there to be read as text."""
        return bool(self.page_count) and self.text_state in (self.TextState.READ, self.TextState.RECOGNISED)

    @property
    def reading_problem(self) -> str:
        """Why its text may be incomplete, to follow « un fichier »; empty when it was read, or has no text at all."""
        if self.text_state == self.TextState.WAITING:
            return "que l’intranet n’a pas encore relu (rechargez cette page dans un instant)"
        if self.text_state == self.TextState.FAILED:
            return f"qui ne se lit pas ({self.text_error or 'fichier abîmé'})"
        return f"lu en partie ({self.text_error})" if self.text_error else ""


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
        ]

    def __str__(self) -> str:
        return f"page {self.number}"


class Upload(InspectedModel):
    """A file that one agent sent ahead of its form; it waits a day for it, and only they can use it."""

    LIFE = timedelta(hours=24)

    agent = models.ForeignKey(Agent, models.CASCADE, verbose_name="envoyé par", related_name="+")
    mended = models.CharField("ce qui a été corrigé", max_length=500, blank=True)
    sent_at = models.DateTimeField("envoyé le", default=timezone.now)
    # The form sent twice finds here what its first sending kept.
    document = models.ForeignKey(
        Document, models.SET_NULL, verbose_name="devenu", null=True, related_name="+", editable=False
    )
    kept_at = models.DateTimeField("gardé le", null=True, editable=False)

    class Meta:
        verbose_name = "fichier en attente"
        verbose_name_plural = "fichiers en attente"
        indexes = [models.Index(fields=["agent", "sent_at"], name="upload_of_agent")]
        constraints = [models.CheckConstraint(condition=Q(size__gt=0), name="upload_is_not_empty")]

    @property
    def file_path(self) -> Path:
        return storage.staged() / self.reference

    @property
    def unsigned_path(self) -> Path:
        """The same file without what names its author, once `actions.strip_ahead` has made it."""
        return storage.staged() / f"{self.reference}.unsigned"
