"""Drafts, saved every few seconds; never for an anonymous idea."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.people.models import Agent
from core.ui.french import of
from core.ui.keys import random_key
from suggestions.states import Identity


class Draft(models.Model):
    """One per agent, deleted when the idea is sent."""

    agent = models.OneToOneField(Agent, models.CASCADE, verbose_name="agent", related_name="idea_draft")
    identity = models.CharField("identité", max_length=10, choices=Identity)
    # The form's fields as typed, keys of waiting files included.
    data = models.JSONField("ce qui est tapé", default=dict)
    # Changes at each saving: a page that started from another one does not overwrite it.
    stamp = models.CharField(max_length=12, default=random_key)
    saved_at = models.DateTimeField("gardé le", default=timezone.now)

    class Meta:
        verbose_name = "brouillon d’idée"
        verbose_name_plural = "brouillons d’idées"
        constraints = [
            models.CheckConstraint(
                condition=Q(identity__in=("named", "hidden")), name="draft_is_never_anonymous"
            )
        ]

    def __str__(self) -> str:
        return f"brouillon {of(self.agent)}"
