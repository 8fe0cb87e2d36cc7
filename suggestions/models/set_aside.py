"""Setting an idea aside: one member proposes it, a second one confirms."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.history.tracking import never_rewritten, track
from core.people.models import Agent
from suggestions.models.idea import Idea


# A row of its own: readers of the idea read its history, and a proposal stays within the group.
@track()
class SetAside(models.Model):
    """Proposed until a second member confirms; deleted when the group keeps the idea, or restores it."""

    idea = models.OneToOneField(Idea, models.PROTECT, verbose_name="idée", related_name="set_aside_proposal")
    reason = models.TextField("motif, pour l’auteur")
    proposed_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="proposée par", related_name="+")
    proposed_at = models.DateTimeField("proposée le", default=timezone.now)
    confirmed_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="confirmée par", null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "mise à l’écart"
        verbose_name_plural = "mises à l’écart"
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="set_aside_confirmed_by_a_second_member",
            ),
        ]
        triggers = [
            never_rewritten("reason", "proposed_by_id", name="reason_never_changes"),
        ]

    def __str__(self) -> str:
        return self.reason[:60]
