from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from core.history.tracking import was_tracked
from core.people.models import Agent, Project
from spaces.models.base import TEXT_LENGTH, TITLE_LENGTH, CorrectableModel, InSpace
from spaces.querysets import InSpaceQuerySet

PLACE_LENGTH = 200


@was_tracked(exclude=("reference", "title", "place", "changed_at", "submission_key"))
class Event(InSpace):
    """A date of the project; iCalendar's VEVENT. Cancelled, it stays, so that calendars are told."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name="projet", related_name="dates")
    title = models.CharField("quoi", max_length=TITLE_LENGTH)
    starts_at = models.DateTimeField("commence le")
    ends_at = models.DateTimeField("finit le")
    place = models.CharField("où", max_length=PLACE_LENGTH, blank=True)
    cancelled_at = models.DateTimeField("annulée le", null=True, editable=False)
    # iCalendar's SEQUENCE: it grows with each change.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField("changée le", auto_now=True)
    created_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="ajoutée par", related_name="+", editable=False
    )

    objects = InSpaceQuerySet.as_manager()

    class Meta:
        verbose_name = "date d’un projet"
        verbose_name_plural = "dates des projets"
        indexes = [models.Index(fields=["project", "starts_at"], name="space_event_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="space_event_ends_after_its_start",
                violation_error_message="La fin doit suivre le début.",
            ),
        ]

    def __str__(self) -> str:
        return f"date d’un projet {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("spaces:event_detail", args=[self.reference])


@was_tracked(exclude=("reference", "text", "former_texts", "submission_key"))
class Decision(CorrectableModel, InSpace):
    """A decision of the project, with its day; a later one takes it back."""

    project = models.ForeignKey(Project, models.PROTECT, verbose_name="projet", related_name="decisions")
    text = models.TextField("décision", max_length=TEXT_LENGTH)
    decided_on = models.DateField("prise le", default=timezone.localdate)
    written_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="notée par", related_name="+", editable=False
    )
    written_at = models.DateTimeField("notée le", default=timezone.now, editable=False)
    replaced_by = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name="remplacée par",
        null=True,
        editable=False,
        related_name="replaces",
    )

    objects = InSpaceQuerySet.as_manager()

    class Meta:
        verbose_name = "décision d’un projet"
        verbose_name_plural = "décisions des projets"
        indexes = [models.Index(fields=["project", "-decided_on", "-id"], name="space_decision_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(replaced_by=None) | ~Q(replaced_by=F("pk")),
                name="space_decision_replaced_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"décision d’un projet {self.pk}"
