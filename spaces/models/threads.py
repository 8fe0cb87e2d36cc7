from __future__ import annotations

import pgtrigger
from django.db import models
from django.urls import reverse
from django.utils import timezone

from core.history.tracking import was_tracked
from core.people.models import Agent, Project
from core.ui.once import SubmissionKeyModel
from spaces.models.base import (
    TEXT_LENGTH,
    TITLE_LENGTH,
    CorrectableModel,
    InSpace,
    kept_while_open,
)
from spaces.querysets import InSpaceQuerySet


@was_tracked(exclude=("reference", "subject", "is_withdrawn", "submission_key"))
class Thread(InSpace):
    """Messages of one subject."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name="projet", related_name="threads")
    subject = models.CharField("sujet", max_length=TITLE_LENGTH)
    opened_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="ouvert par", related_name="+", editable=False
    )
    # With its first message, which says who withdrew it.
    is_withdrawn = models.BooleanField("retiré", db_default=False, editable=False)
    # The newest message's: the order of the list.
    last_at = models.DateTimeField("dernier message le", default=timezone.now, editable=False)

    objects = InSpaceQuerySet.as_manager()

    class Meta:
        verbose_name = "sujet d’un projet"
        verbose_name_plural = "sujets des projets"
        indexes = [models.Index(fields=["project", "-last_at"], name="space_thread_newest")]

    def __str__(self) -> str:
        return f"sujet d’un projet {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("spaces:thread_detail", args=[self.reference])

    @property
    def title(self) -> str:
        """The subject as all its readers see it."""
        return "Sujet retiré" if self.is_withdrawn else self.subject


@was_tracked(exclude=("text", "former_texts", "submission_key"))
class Message(CorrectableModel, SubmissionKeyModel):
    thread = models.ForeignKey(Thread, models.PROTECT, verbose_name="sujet", related_name="messages")
    text = models.TextField("message", max_length=TEXT_LENGTH)
    written_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="écrit par", related_name="+", editable=False
    )
    written_at = models.DateTimeField("écrit le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "message d’un projet"
        verbose_name_plural = "messages des projets"
        ordering = ["written_at", "pk"]
        triggers = [
            kept_while_open("message", "spaces_thread", "thread_id"),
            pgtrigger.Protect(
                name="message_is_not_rewritten",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.text IS DISTINCT FROM NEW.text AND OLD.changed_at IS NOT DISTINCT FROM NEW.changed_at"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"message d’un projet {self.pk}"

    @property
    def project(self) -> Project:
        return self.thread.project

    @property
    def is_first(self) -> bool:
        """The one that opened its thread: the subject is corrected and withdrawn with it."""
        return self.thread.messages.first() == self
