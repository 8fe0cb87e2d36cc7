"""An author's appeal against a refusal: once, with its reason, answered once."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.history.tracking import never_rewritten, track
from core.people.models import Agent
from core.ui.visible import are_visible
from suggestions.models.idea import Idea


@track()
class Appeal(models.Model):
    idea = models.OneToOneField(Idea, models.PROTECT, verbose_name="idée", related_name="appeal")
    reason = models.TextField("pourquoi l’auteur conteste")
    # Nobody when the idea is anonymous; then the time is the daily run's.
    made_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="contestée par", null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField("contestée le", default=timezone.now)
    answer = models.TextField("ce que le groupe répond", blank=True)
    answered_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="répondue par", null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)

    class Meta:
        verbose_name = "contestation d’un refus"
        verbose_name_plural = "contestations des refus"
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | (Q(answered_by__isnull=False, answered_at__isnull=False) & are_visible("answer")),
                name="appeal_answered_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None) | ~Q(answered_by=F("made_by")),
                name="appeal_answered_by_another",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="against_a_refusal",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    IF NOT EXISTS (SELECT 1 FROM suggestions_idea idea
                                   WHERE idea.id = NEW.idea_id AND idea.state = 'declined'
                                   AND (NEW.made_by_id IS NULL) = (idea.identity = 'anonymous')) THEN
                        RAISE EXCEPTION 'appeal: against a refusal'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'appeal_against_a_refusal';
                    END IF;
                    RETURN NEW;
                """,
            ),
            never_rewritten("reason", name="reason_never_changes"),
            pgtrigger.Protect(
                name="answered_once",
                operation=pgtrigger.UpdateOf("answer", "answered_by_id", "answered_at"),
                condition=pgtrigger.Q(old__answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reason[:60]
