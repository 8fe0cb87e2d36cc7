"""Circuits and their steps, as the group keeps them up."""

from __future__ import annotations

from django.contrib.postgres.functions import TransactionNow
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from core.approvals.querysets import CircuitQuerySet, CircuitStepQuerySet
from core.history.tracking import track
from core.people.models import Agent
from core.people.ordering import PlainText
from core.people.querysets import DECIDERS
from core.people.roles import Role
from core.web.public_ids import random_key

MOST_DAYS = 60
ROLES = [(role.value, role.value) for role in Role]
WAITING_DAYS = [MinValueValidator(1), MaxValueValidator(MOST_DAYS)]
REMIND_AFTER, ESCALATE_AFTER = 3, 6


@track(exclude=("reference", "changed_at"))
class Circuit(models.Model):
    """An ordered list of people to ask. What runs keeps the steps it began with; `version` counts the changes."""

    reference = models.CharField("clé", max_length=12, unique=True, default=random_key, editable=False)
    name = models.CharField("nom", max_length=120)
    purpose = models.CharField(
        "à quoi il sert", max_length=300, blank=True, help_text="Une phrase, pour qui choisit un circuit."
    )
    remind_after = models.PositiveSmallIntegerField(
        "rappel après",
        default=REMIND_AFTER,
        validators=WAITING_DAYS,
        help_text="En jours ouvrés, à la personne dont on attend le visa.",
    )
    escalate_after = models.PositiveSmallIntegerField(
        "responsable prévenu après",
        default=ESCALATE_AFTER,
        validators=WAITING_DAYS,
        help_text="En jours ouvrés aussi. Aucun visa n’est jamais donné par le silence.",
    )
    version = models.PositiveIntegerField("version", default=1, editable=False)
    changed_at = models.DateTimeField("étapes changées le", db_default=TransactionNow(), editable=False)
    is_retired = models.BooleanField("retiré", default=False, editable=False)
    reviewed_on = models.DateField("revu le", null=True, editable=False)
    reviewed_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="revu par", null=True, editable=False, related_name="+"
    )

    objects = CircuitQuerySet.as_manager()

    class Meta:
        verbose_name = "circuit"
        constraints = [
            models.UniqueConstraint(
                PlainText("name"),
                name="circuit_name_once",
                violation_error_message="Un circuit porte déjà ce nom.",
            ),
            models.CheckConstraint(
                condition=Q(
                    remind_after__range=(1, MOST_DAYS),
                    escalate_after__range=(1, MOST_DAYS),
                    escalate_after__gte=models.F("remind_after"),
                ),
                name="circuit_reminds_before_it_escalates",
                violation_error_message="On prévient le responsable après le rappel, jamais avant.",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on=None, reviewed_by=None)
                | Q(reviewed_on__isnull=False, reviewed_by__isnull=False),
                name="circuit_review_has_its_author",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@track()
class CircuitStep(models.Model):
    """People by name, a role, or whoever the text's direction says when the circuit starts."""

    class Kind(models.TextChoices):
        PEOPLE = "people", "une ou plusieurs personnes"
        ROLE = "role", "un rôle"
        MANAGER = "manager", "le responsable de la direction concernée"
        DEPUTY_DIRECTOR = "deputy_director", "le directeur général adjoint de cette direction"

    circuit = models.ForeignKey(Circuit, models.CASCADE, verbose_name="circuit", related_name="steps")
    position = models.PositiveSmallIntegerField("place", editable=False)
    name = models.CharField("nom de l’étape", max_length=80)
    kind = models.CharField("qui vise", max_length=15, choices=Kind)
    role = models.CharField("rôle", max_length=40, choices=ROLES, blank=True)
    agents = models.ManyToManyField(Agent, verbose_name="personnes", blank=True, related_name="+")
    needs_all = models.BooleanField(
        "toutes les personnes", default=False, help_text="Sinon, une seule suffit."
    )

    objects = CircuitStepQuerySet.as_manager()

    class Meta:
        verbose_name = "étape"
        ordering = ["position"]
        constraints = [
            # Deferrable: two neighbours trade places in one statement.
            models.UniqueConstraint(
                fields=["circuit", "position"],
                name="circuit_step_place_once",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(
                condition=Q(kind="role", role__in=list(Role))
                | Q(kind__in=("people", "manager", "deputy_director"), role=""),
                name="circuit_step_role_is_of_its_kind",
                violation_error_message="Choisissez un rôle pour une étape « un rôle », et seulement pour elle.",
            ),
            models.CheckConstraint(
                condition=Q(needs_all=False) | Q(kind="people"), name="circuit_step_all_are_people"
            ),
        ]

    def __str__(self) -> str:
        return self.name


# Whom a circuit names reads what comes to them.
DECIDERS.append(lambda: CircuitStep.agents.through.objects.values("agent"))
