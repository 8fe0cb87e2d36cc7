"""The author's feedback on a done idea."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.history.tracking import was_tracked
from suggestions.models.idea import Idea


@was_tracked()
class Feedback(models.Model):
    """Asked once, after the idea is done; an anonymous author answers with the follow-up code."""

    class Change(models.TextChoices):
        YES = "yes", "Oui"
        PARTLY = "partly", "En partie"
        NO = "no", "Non"

    idea = models.OneToOneField(Idea, models.PROTECT, verbose_name="idée", related_name="feedback")
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    change = models.CharField("a changé quelque chose", max_length=6, choices=Change, blank=True)
    text = models.TextField("ce que l’auteur en dit", blank=True)
    answered_on = models.DateField("répondu le", null=True, blank=True)

    class Meta:
        verbose_name = "retour de l’auteur"
        verbose_name_plural = "retours des auteurs"
        constraints = [
            models.CheckConstraint(
                condition=Q(change="", text="", answered_on=None)
                | Q(change__in=("yes", "partly", "no"), answered_on__isnull=False),
                name="feedback_answered_says_whether",
            )
        ]

    def __str__(self) -> str:
        return self.get_change_display() or "pas encore répondu"
