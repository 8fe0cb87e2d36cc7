"""Outcomes of an idea: set aside, contested, merged, split, and what its authors say of it once it is done."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.history.tracking import never_rewritten, track, was_tracked
from core.people.models import Agent
from core.web.non_blank import all_or_none, are_visible
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

    class Meta:
        verbose_name = "réunion de deux idées"
        verbose_name_plural = "réunions d’idées"
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("absorbed")), name="merge_of_two"),
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(undone_at=None), name="merge_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=all_or_none("undone_by", "undone_at"),
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
                condition=all_or_none("undone_by", "undone_at"),
                name="split_undone_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} détachée de {self.original}"
