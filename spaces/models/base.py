from __future__ import annotations

from datetime import datetime

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone

from core.people.models import Agent, Project
from core.ui.keys import random_key
from core.ui.once import SubmissionKeyModel


class LastVisit(models.Model):
    """When an agent last opened a space: one's own, without a history, shown to nobody else."""

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="space_visits")
    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "dernière visite"
        verbose_name_plural = "dernières visites"
        constraints = [models.UniqueConstraint(fields=["agent", "project"], name="space_visit_once")]

    def __str__(self) -> str:
        return f"dernière visite {self.pk}"


TITLE_LENGTH, TEXT_LENGTH = 150, 4000


def is_short(field: str, length: int) -> Q:
    return Q(LessThanOrEqual(Length(field), length))


def kept_while_open(what: str, table: str, key: str) -> pgtrigger.Trigger:
    """Deleted with its space only, once the project is closed; `table` holds the project, `key` leads to it."""
    return pgtrigger.Trigger(
        name=f"{what}_is_kept",
        when=pgtrigger.Before,
        operation=pgtrigger.Delete,
        func=f"""
            IF EXISTS (SELECT FROM {table} held JOIN people_project project ON project.id = held.project_id
                       WHERE held.id = OLD.{key} AND project.closed_on IS NULL) THEN
                RAISE EXCEPTION 'What the space of an open project holds is kept';
            END IF;
            RETURN OLD;
        """,
    )


class InSpace(SubmissionKeyModel):
    """A row of a project's space, under a key of its own."""

    reference = models.CharField("clé", max_length=12, unique=True, default=random_key, editable=False)

    class Meta:
        abstract = True


class CorrectableModel(models.Model):
    """A `text` that its author and the project's lead correct or withdraw; the former ones stay with it."""

    # Each with the moment until which it was read; no history of words outlives the space.
    former_texts = models.JSONField("textes d’avant", default=list, db_default=[], editable=False)
    changed_at = models.DateTimeField("corrigé ou retiré le", null=True, editable=False)
    changed_by = models.ForeignKey(
        Agent,
        models.PROTECT,
        verbose_name="corrigé ou retiré par",
        null=True,
        editable=False,
        related_name="+",
    )
    is_withdrawn = models.BooleanField("retiré", db_default=False, editable=False)

    class Meta:
        abstract = True

    @property
    def former(self) -> list[tuple[datetime, str]]:
        """The newest first."""
        return [(datetime.fromisoformat(until), text) for until, text in reversed(self.former_texts)]
