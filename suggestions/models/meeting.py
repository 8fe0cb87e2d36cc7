"""Meetings, agendas and decisions."""

from __future__ import annotations

from datetime import datetime

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.french import count_of, long_date
from core.history.tracking import track, was_tracked
from core.people.models import Agent
from core.web.idempotency import SubmissionKeyModel
from core.web.non_blank import all_or_none
from core.web.public_ids import ReferencedModel
from suggestions.models.evaluation import Criterion
from suggestions.models.idea import Idea
from suggestions.states import Verdict


@track()
class Meeting(ReferencedModel, SubmissionKeyModel):
    """A meeting of the group: prepared, held, then closed with its minutes."""

    class State(models.TextChoices):
        PLANNED = "planned", "En préparation"
        OPEN = "open", "En cours"
        CLOSED = "closed", "Close"

    starts_at = models.DateTimeField("commence le")
    place = models.CharField("lieu", max_length=120, blank=True)
    state = models.CharField("état", max_length=8, choices=State, default=State.PLANNED)
    chaired_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="présidée par", null=True, blank=True, related_name="+"
    )
    present = models.ManyToManyField(Agent, verbose_name="présents", blank=True, related_name="+")
    notes = models.TextField("autres points du compte rendu", blank=True)
    opened_at = models.DateTimeField("ouverte le", null=True, blank=True)
    closed_at = models.DateTimeField("close le", null=True, blank=True)

    class Meta:
        verbose_name = "réunion du groupe"
        verbose_name_plural = "réunions du groupe"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="planned", opened_at=None, closed_at=None)
                | Q(state="open", opened_at__isnull=False, closed_at=None)
                | Q(state="closed", opened_at__isnull=False, closed_at__isnull=False),
                name="meeting_state_has_its_dates",
            )
        ]

    def __str__(self) -> str:
        return f"Réunion du {long_date(self.held_at)}"

    @property
    def held_at(self) -> datetime:
        """When it was opened, whatever day was planned."""
        return self.opened_at or self.starts_at

    @property
    def is_on_another_day(self) -> bool:
        return timezone.localdate(self.held_at) != timezone.localdate(self.starts_at)

    @property
    def is_closed_on_another_day(self) -> bool:
        return bool(self.closed_at) and timezone.localdate(self.closed_at) != timezone.localdate(self.held_at)

    def get_absolute_url(self) -> str:
        return reverse("suggestions:meeting_detail", args=[self.reference])


@was_tracked()
class AgendaItem(models.Model):
    class Outcome(models.TextChoices):
        OPEN = "", "À examiner"
        DECIDED = "decided", "Décidée"
        POSTPONED = "postponed", "Reportée"

    meeting = models.ForeignKey(Meeting, models.PROTECT, verbose_name="réunion", related_name="items")
    idea = models.ForeignKey(Idea, models.PROTECT, verbose_name="idée", related_name="agenda_items")
    position = models.PositiveSmallIntegerField("rang")
    outcome = models.CharField("issue", max_length=9, choices=Outcome, blank=True, default=Outcome.OPEN)
    note = models.TextField("ce qui s’est dit", blank=True)

    class Meta:
        verbose_name = "point de l’ordre du jour"
        verbose_name_plural = "points de l’ordre du jour"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "idea"], name="agenda_item_once"),
            models.UniqueConstraint(
                fields=["meeting", "position"],
                name="agenda_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]

    def __str__(self) -> str:
        return str(self.idea)


@track()
class Decision(models.Model):
    """The group's decision on an idea, before the answer says it: reasons, votes, and why a veto was lifted."""

    idea = models.OneToOneField(Idea, models.PROTECT, verbose_name="idée", related_name="decision")
    verdict = models.CharField("décision", max_length=10, choices=Verdict)
    reasons = models.TextField("raisons")
    # What a refusal is founded on, in the grid's own words.
    criteria = models.ManyToManyField(
        Criterion, verbose_name="au regard de la grille", blank=True, related_name="+"
    )
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, verbose_name="réunion", null=True, blank=True, related_name="decisions"
    )
    votes_for = models.PositiveSmallIntegerField("pour", null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField("contre", null=True, blank=True)
    votes_abstained = models.PositiveSmallIntegerField("abstentions", null=True, blank=True)
    veto_lifted_because = models.TextField("pourquoi le veto est levé", blank=True)
    without_quorum_because = models.TextField("pourquoi sans le quorum", blank=True)
    decided_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="notée par", related_name="+")
    decided_at = models.DateTimeField("prise le", default=timezone.now)

    class Meta:
        verbose_name = "décision"
        constraints = [
            models.CheckConstraint(
                condition=all_or_none("votes_for", "votes_against", "votes_abstained"),
                name="decision_votes_together",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_never_changes",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "idea", "verdict", "reasons", "veto_lifted_because", "without_quorum_because"
                ),
                func="""
                    IF EXISTS (SELECT 1 FROM suggestions_answer answer
                               WHERE answer.idea_id = OLD.idea_id AND answer.published_at IS NOT NULL) THEN
                        RAISE EXCEPTION 'decision: published, it never changes'
                        USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_published_never_changes';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.get_verdict_display()

    @property
    def stamp(self) -> str:
        """Identify the decision seen: one taken again has another stamp."""
        return f"{self.pk}-{self.decided_at.timestamp():.6f}"

    @property
    def votes(self) -> str:
        """« 5 pour, 1 contre, 2 abstentions »; empty when none were counted."""
        if self.votes_for is None or self.votes_against is None or self.votes_abstained is None:
            return ""
        abstained = count_of(self.votes_abstained, "abstention")
        return f"{self.votes_for} pour, {self.votes_against} contre, {abstained}"
