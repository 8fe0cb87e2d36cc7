from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from core.french import long_date
from core.history.tracking import append_only
from core.people.models import Agent
from core.web.non_blank import are_visible
from core.web.public_ids import ReferencedModel


class EliminationModel(ReferencedModel):
    """The trace that remains for ever of an elimination: how many, and the visa of the departmental archives."""

    visa_on = models.DateField("date du visa")
    visa_reference = models.CharField("référence du visa", max_length=120)
    by = models.ForeignKey(Agent, models.PROTECT, verbose_name="par", related_name="+")
    at = models.DateTimeField("le", default=timezone.now)
    # By kind: its name, how many, the days of the first and of the last.
    lines = models.JSONField("ce qui a été éliminé", encoder=DjangoJSONEncoder)

    class Meta:
        abstract = True
        verbose_name = "élimination"
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=are_visible("visa_reference"), name="%(app_label)s_elimination_has_its_visa"
            ),
        ]
        triggers: ClassVar = append_only("Eliminations", name="for_ever")

    def __str__(self) -> str:
        return f"élimination du {long_date(self.at)}"

    @property
    def dated_lines(self) -> list[dict[str, Any]]:
        """`lines` with days, as they were before they were kept."""
        days = ("first", "last")
        return [line | {name: date.fromisoformat(line[name]) for name in days} for line in self.lines]
