from __future__ import annotations

from django.db import models
from django.utils import timezone

from core.people.models import Agent, Project


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
