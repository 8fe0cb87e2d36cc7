"""The contract of a software, and the reminders of its dates."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.french import of, spaced
from core.history.tracking import track, was_tracked
from core.people.models import Agent
from manuals.models.software import Software
from manuals.querysets import ContractQuerySet


class Deadline(models.TextChoices):
    """The two dates that a town must not learn of too late."""

    NOTICE = "notice", "préavis"
    END = "end", "fin du contrat"

    @property
    def slug(self) -> str:
        """Its word in addresses."""
        return {"notice": "preavis", "end": "fin"}[self.value]


@track()
class Contract(models.Model):
    """Contract of a software; few may read it (`policies.can_see_contract`)."""

    class YearlyCost(models.TextChoices):
        UNKNOWN = "", "pas encore connu"
        UNDER_1 = "lt1", spaced("moins de 1 000 €")
        UNDER_5 = "lt5", spaced("de 1 000 à 5 000 €")
        UNDER_20 = "lt20", spaced("de 5 000 à 20 000 €")
        UNDER_60 = "lt60", spaced("de 20 000 à 60 000 €")
        OVER_60 = "gt60", spaced("plus de 60 000 €")

    class Hosting(models.TextChoices):
        UNKNOWN = "", "pas encore connu"
        TOWN = "town", "à la mairie"
        VENDOR = "vendor", "chez l’éditeur"
        PUBLIC = "public", "chez une autre collectivité"
        OTHER = "other", "chez un autre hébergeur"

    software = models.OneToOneField(
        Software, models.CASCADE, verbose_name="progiciel", related_name="contract"
    )
    vendor = models.CharField("titulaire", max_length=120, blank=True)
    number = models.CharField("numéro", max_length=60, blank=True)
    starts_on = models.DateField("début", null=True, blank=True)
    ends_on = models.DateField("fin", null=True, blank=True)
    notice_on = models.DateField("dernier jour du préavis", null=True, blank=True)
    renewals = models.CharField("reconductions", max_length=200, blank=True)
    yearly_cost = models.CharField("coût annuel", max_length=4, choices=YearlyCost, blank=True)
    hosting = models.CharField("hébergement", max_length=6, choices=Hosting, blank=True)
    filled_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="renseigné par", related_name="+")
    filled_on = models.DateField("renseigné le", default=timezone.localdate)

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = "contrat"
        constraints = [
            # A missing date makes the comparison null, which a check accepts.
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")) | Q(ends_on=None) | Q(starts_on=None),
                name="contract_ends_after_its_start",
                violation_error_message="La fin du contrat vient après son début.",
            ),
            models.CheckConstraint(
                condition=Q(notice_on__lte=F("ends_on")) | Q(notice_on=None) | Q(ends_on=None),
                name="contract_notice_before_its_end",
                violation_error_message="Le préavis se donne avant la fin du contrat.",
            ),
            models.CheckConstraint(
                condition=Q(notice_on__gte=F("starts_on")) | Q(notice_on=None) | Q(starts_on=None),
                name="contract_notice_after_its_start",
                violation_error_message="Le préavis se donne après le début du contrat.",
            ),
        ]

    def __str__(self) -> str:
        return f"contrat {of(self.software)}"

    def day_of(self, deadline: str) -> date | None:
        return self.notice_on if deadline == Deadline.NOTICE else self.ends_on


@was_tracked()
class Commitment(models.Model):
    """« Je m’en occupe »: an agent answers the reminders of one date, with the day by which it will be settled."""

    contract = models.ForeignKey(Contract, models.CASCADE, verbose_name="contrat", related_name="commitments")
    deadline = models.CharField("échéance", max_length=6, choices=Deadline)
    # A contract that is renewed has a new date, for which nobody has answered yet.
    deadline_on = models.DateField("date de l’échéance")
    made_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="s’en occupe", related_name="+")
    made_on = models.DateField("dit le", default=timezone.localdate)
    settled_by = models.DateField("réglé pour le")

    class Meta:
        verbose_name = "prise en charge"
        verbose_name_plural = "prises en charge"
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "deadline", "deadline_on"],
                name="commitment_once_a_date",
                violation_error_message="Quelqu’un s’en occupe déjà.",
            ),
            models.CheckConstraint(
                # Once the contract is over, the answer is about what comes after.
                condition=Q(settled_by__lte=F("deadline_on")) | Q(made_on__gt=F("deadline_on")),
                name="commitment_settled_before_the_date",
                violation_error_message="Choisissez un jour avant l’échéance.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.made_by} s’occupe {of(self.contract)}"


class ContractReminder(models.Model):
    """One reminder that left: the date of its plan, so that none leaves twice."""

    contract = models.ForeignKey(Contract, models.CASCADE, related_name="reminders")
    deadline = models.CharField("échéance", max_length=6, choices=Deadline)
    deadline_on = models.DateField("date de l’échéance")
    planned_on = models.DateField("prévu pour le")
    sent_at = models.DateTimeField("parti le", default=timezone.now)

    class Meta:
        verbose_name = "rappel de contrat"
        verbose_name_plural = "rappels de contrats"
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "deadline", "deadline_on", "planned_on"],
                name="contract_reminder_once",
            ),
        ]

    def __str__(self) -> str:
        return f"rappel {self.pk}"
