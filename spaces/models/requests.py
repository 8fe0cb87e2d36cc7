from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.history.tracking import was_tracked
from core.people.models import Agent, Direction, Project
from core.people.models.agents import refuse_elected
from core.people.models.matrix import PURPOSE_LENGTH
from core.retention.models import EliminationModel
from core.ui.keys import random_key
from core.ui.once import SubmissionKeyModel
from core.ui.visible import are_visible
from spaces.querysets import RequestQuerySet

REASON_LENGTH = 300


@was_tracked(exclude=("reference", "name", "purpose", "reason", "submission_key"))
class ProjectRequest(SubmissionKeyModel):
    """An agent asks for a project; the project group accepts it, which makes them its lead, or says why not."""

    class State(models.TextChoices):
        WAITING = "waiting", "En attente"
        ACCEPTED = "accepted", "Acceptée"
        REFUSED = "refused", "Refusée"

    reference = models.CharField("clé", max_length=12, unique=True, default=random_key, editable=False)
    name = models.CharField("nom du projet", max_length=120)
    purpose = models.TextField("à quoi il servira", max_length=PURPOSE_LENGTH)
    sponsor = models.ForeignKey(
        Direction,
        models.PROTECT,
        verbose_name="direction qui le porte",
        null=True,
        blank=True,
        related_name="+",
    )
    asked_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="demandé par", related_name="project_requests", editable=False
    )
    asked_at = models.DateTimeField("demandé le", default=timezone.now, editable=False)
    state = models.CharField("état", max_length=10, choices=State, default=State.WAITING, editable=False)
    decided_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="décidé par", null=True, editable=False, related_name="+"
    )
    decided_at = models.DateTimeField("décidé le", null=True, editable=False)
    reason = models.CharField("pourquoi", max_length=REASON_LENGTH, blank=True, editable=False)
    project = models.OneToOneField(
        Project, models.PROTECT, verbose_name="projet", null=True, editable=False, related_name="request"
    )

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de projet"
        verbose_name_plural = "demandes de projet"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by=None, decided_at=None, reason="", project=None)
                | Q(
                    state="accepted",
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                    reason="",
                    project__isnull=False,
                )
                | Q(state="refused", decided_by__isnull=False, decided_at__isnull=False, project=None)
                & are_visible("reason"),
                name="project_request_state_and_decision_agree",
            ),
        ]
        triggers = [refuse_elected("asked_by_id")]

    def __str__(self) -> str:
        return f"demande de projet {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("spaces:request_detail", args=[self.reference])


class Elimination(EliminationModel):
    """The trace that remains of the spaces of closed projects that were eliminated."""
