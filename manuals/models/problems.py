"""Store the three problems that all software share, and their follow-ups.

Each problem is one row of a software, or none while nobody has filled it in. `ESSENTIALS` are the fields
without which the problem is not known; `manuals.problems` says the rules.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.french import of, spaced
from core.history.tracking import track
from core.people.models import Agent
from core.web.idempotency import SubmissionKeyModel
from core.web.non_blank import are_visible
from core.web.public_ids import ReferencedModel
from manuals.models.software import Software
from manuals.querysets import FollowUpQuerySet

TEXT_LENGTH = 1000
LINE_LENGTH = 200


class Problem(models.TextChoices):
    ARCHIVING = "archiving", "Archivage électronique"
    WORKFLOWS = "workflows", "Mises à jour des circuits"
    RECOVERY = "recovery", "Reprise des données"

    @property
    def slug(self) -> str:
        """Its word in addresses and anchors."""
        return {"archiving": "archivage", "workflows": "circuits", "recovery": "reprise"}[self.value]


class TestResult(models.TextChoices):
    SUCCESS = "success", "réussi"
    PARTIAL = "partial", "réussi en partie"
    FAILURE = "failure", "raté"


class ProblemRecord(models.Model):
    """Common fields of the three: who filled it in and when, and whether it was tried for real."""

    PROBLEM: ClassVar[Problem]
    ESSENTIALS: ClassVar[tuple[str, ...]]

    software = models.OneToOneField(
        Software, models.CASCADE, verbose_name="progiciel", related_name="%(class)s"
    )
    tested_on = models.DateField("essayé pour la dernière fois le", null=True, blank=True)
    test_result = models.CharField("résultat de l’essai", max_length=7, choices=TestResult, blank=True)
    filled_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="renseigné par", related_name="+")
    filled_on = models.DateField("renseigné le", default=timezone.localdate)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(tested_on=None, test_result="")
                | Q(tested_on__isnull=False, test_result__in=("success", "partial", "failure")),
                name="%(class)s_test_has_a_result",
                violation_error_message=spaced(
                    "Un essai a une date et un résultat : donnez les deux, ou aucun."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.PROBLEM.label} {of(self.software)}"


@track()
class Archiving(ProblemRecord):
    """Public archives in the software, and how they leave it."""

    class FinalAction(models.TextChoices):
        UNKNOWN = "", "pas encore connu"
        KEEP = "keep", "versement aux archives"
        SORT = "sort", "tri, puis versement de ce qui reste"
        DESTROY = "destroy", "élimination, après le visa des archives"

    PROBLEM = Problem.ARCHIVING
    ESSENTIALS = ("kept", "retention", "final_action")

    kept = models.TextField("ce qu’il conserve", max_length=TEXT_LENGTH, blank=True)
    retention = models.CharField("combien de temps", max_length=LINE_LENGTH, blank=True)
    legal_basis = models.CharField("sur quel texte", max_length=LINE_LENGTH, blank=True)
    final_action = models.CharField("sort final", max_length=7, choices=FinalAction, blank=True)
    holder = models.CharField("qui détient l’archive", max_length=LINE_LENGTH, blank=True)
    transfer = models.TextField("comment elle en sort", max_length=TEXT_LENGTH, blank=True)

    class Meta(ProblemRecord.Meta):
        verbose_name = "archivage d’un progiciel"
        verbose_name_plural = "archivages des progiciels"


@track()
class WorkflowUpdates(ProblemRecord):
    """The validation circuits set up in the software, and what its updates did to them."""

    class State(models.TextChoices):
        UNKNOWN = "", "pas encore connu"
        NONE = "none", "aucun circuit dans ce progiciel"
        WORKS = "works", "les circuits marchent"
        WORKAROUND = "workaround", "un circuit est contourné"
        BROKEN = "broken", "un circuit ne marche plus"

    PROBLEM = Problem.WORKFLOWS
    ESSENTIALS = ("circuits", "state")

    circuits = models.TextField("circuits de validation", max_length=TEXT_LENGTH, blank=True)
    last_change = models.TextField(
        "dernière mise à jour qui en a cassé ou déplacé un", max_length=TEXT_LENGTH, blank=True
    )
    workaround = models.TextField("en attendant", max_length=TEXT_LENGTH, blank=True)
    state = models.CharField("où en sont les circuits", max_length=10, choices=State, blank=True)

    class Meta(ProblemRecord.Meta):
        verbose_name = "circuits d’un progiciel"
        verbose_name_plural = "circuits des progiciels"


@track()
class DataRecovery(ProblemRecord):
    """How the town gets its data back when the contract ends. `cost` and `clause` are of the contract: not for all."""

    class Completeness(models.TextChoices):
        UNKNOWN = "", "pas encore connu"
        WHOLE = "whole", "tout, pièces jointes et historique compris"
        PART = "part", "une partie seulement"
        NOTHING = "nothing", "rien d’exploitable"

    PROBLEM = Problem.RECOVERY
    ESSENTIALS = ("format", "completeness", "holder")
    # Read by those who read the contract.
    OF_THE_CONTRACT = ("cost", "clause")

    format = models.CharField("sous quel format", max_length=LINE_LENGTH, blank=True)
    completeness = models.CharField("ce qui revient", max_length=7, choices=Completeness, blank=True)
    delay = models.CharField("en combien de temps", max_length=LINE_LENGTH, blank=True)
    cost = models.CharField("à quel prix", max_length=LINE_LENGTH, blank=True)
    clause = models.CharField("clause du contrat", max_length=LINE_LENGTH, blank=True)
    holder = models.CharField("qui détient la copie", max_length=LINE_LENGTH, blank=True)

    class Meta(ProblemRecord.Meta):
        verbose_name = "reprise des données d’un progiciel"
        verbose_name_plural = "reprises des données des progiciels"


@track()
class FollowUp(ReferencedModel, SubmissionKeyModel):
    """One thing to do about a problem of a software: what, who, by when; closed with its result."""

    software = models.ForeignKey(
        Software, models.CASCADE, verbose_name="progiciel", related_name="follow_ups"
    )
    problem = models.CharField("problème", max_length=9, choices=Problem)
    what = models.CharField("ce qu’il faut faire", max_length=300)
    assigned_to = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="qui s’en charge", related_name="software_follow_ups"
    )
    due_on = models.DateField("pour le")
    opened_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="ouvert par", related_name="+")
    opened_at = models.DateTimeField("ouvert le", default=timezone.now, editable=False)
    result = models.CharField("résultat", max_length=500, blank=True)
    closed_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="clos par", null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField("clos le", null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = "suite à donner"
        verbose_name_plural = "suites à donner"
        indexes = [
            models.Index(fields=["due_on", "id"], condition=Q(closed_at=None), name="follow_up_open_by_date")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, result="")
                | (Q(closed_at__gte=F("opened_at"), closed_by__isnull=False) & are_visible("result")),
                name="follow_up_closed_with_a_result",
                violation_error_message="Dites ce que cela a donné avant de clore.",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        """Return its anchor on the page of its software."""
        return f"{self.software.get_absolute_url()}#suite-{self.reference}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on < timezone.localdate()
