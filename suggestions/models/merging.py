"""Merges and splits. Rows stay with their own idea, so undoing restores both."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.history.tracking import was_tracked
from core.people.models import Agent
from suggestions.models.idea import Idea


class MergeQuerySet(models.QuerySet["Merge"]):
    def live_on(self, idea: Idea) -> MergeQuerySet:
        """Return merges that may be undone from the page of this idea."""
        return self.filter(undone_at=None, absorbed__head=idea)


class Undoable(models.Model):
    reason = models.CharField("pourquoi", max_length=300, blank=True)
    made_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="par", related_name="+")
    made_at = models.DateTimeField("le", default=timezone.now)
    undone_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="défaite par", null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField("défaite le", null=True, blank=True)

    class Meta:
        abstract = True


@was_tracked()
class Merge(Undoable):
    """`absorbed` is read on the page of `kept` from then on."""

    kept = models.ForeignKey(Idea, models.PROTECT, verbose_name="gardée", related_name="merges")
    absorbed = models.ForeignKey(Idea, models.PROTECT, verbose_name="réunie", related_name="+")

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = "réunion de deux idées"
        verbose_name_plural = "réunions d’idées"
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("absorbed")), name="merge_of_two"),
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(undone_at=None), name="merge_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(undone_by=None, undone_at=None)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
                name="merge_undone_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed} réunie à {self.kept}"


@was_tracked()
class Split(Undoable):
    """`part` was taken out of `original`, which keeps all its words."""

    original = models.ForeignKey(Idea, models.PROTECT, verbose_name="d’origine", related_name="splits")
    part = models.OneToOneField(Idea, models.PROTECT, verbose_name="détachée", related_name="split")

    class Meta:
        verbose_name = "idée détachée"
        verbose_name_plural = "idées détachées"
        constraints = [
            models.CheckConstraint(condition=~Q(original=F("part")), name="split_of_two"),
            models.CheckConstraint(
                condition=Q(undone_by=None, undone_at=None)
                | Q(undone_by__isnull=False, undone_at__isnull=False),
                name="split_undone_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} détachée de {self.original}"
