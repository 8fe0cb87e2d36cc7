"""How far the demonstration town has grown."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from dematerialisation.querysets import TownGrowthQuerySet


class TownGrowth(models.Model):
    """How far a stage of the demonstration town has come: the next piece, and what the home page says of it."""

    class Stage(models.TextChoices):
        AGENTS = "agents", "agents"
        MANUALS = "manuals", "manuels"
        DELIBERATIONS = "deliberations", "délibérations"

    stage = models.CharField("étape", max_length=14, choices=Stage, unique=True)
    started_on = models.DateField("commencée le")
    position = models.PositiveIntegerField("pièce suivante", default=0)
    pieces = models.PositiveIntegerField("pièces")
    shown = models.PositiveIntegerField("combien il y en a")
    total = models.PositiveIntegerField("combien il y en aura")

    objects = TownGrowthQuerySet.as_manager()

    class Meta:
        verbose_name = "croissance de la ville de démonstration"
        constraints = [
            models.CheckConstraint(
                condition=Q(position__lte=F("pieces"), shown__lte=F("total")),
                name="town_growth_within_its_end",
            )
        ]

    def __str__(self) -> str:
        return f"{self.shown} {self.get_stage_display()} sur {self.total}"
