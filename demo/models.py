"""How far the demonstration town has grown, and the test messages of the trial."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from core.mail.models import IncomingMail
from core.people.models import Agent
from core.web.idempotency import SubmissionKeyModel
from core.web.public_ids import ReferencedModel


@dataclass(frozen=True, slots=True)
class Progress:
    """What the home page says while the town grows."""

    label: str  # « délibérations », in the plural
    done: int
    total: int


class TownGrowthQuerySet(models.QuerySet["TownGrowth"]):
    def unfinished(self) -> TownGrowthQuerySet:
        """The stages that have pieces to come, in their order."""
        return self.filter(position__lt=F("pieces")).order_by("pk")

    def progress(self) -> Progress | None:
        """How far the first unfinished stage is; None once the town is whole."""
        row = self.unfinished().first()
        return row.progress if row else None


class TownGrowth(models.Model):
    """How far one stage has come: the next piece, and the figures that the home page shows."""

    class Stage(models.TextChoices):
        AGENTS = "agents", "agents"
        MANUALS = "manuals", "manuels"
        DELIBERATIONS = "deliberations", "délibérations"

    stage = models.CharField("étape", max_length=14, choices=Stage, unique=True)
    started_on = models.DateField("commencée le")
    position = models.PositiveIntegerField("pièce suivante", default=0)
    pieces = models.PositiveIntegerField("pièces")
    shown = models.PositiveIntegerField("combien il y en a")
    total = models.PositiveIntegerField("combien il y en aura")

    objects = TownGrowthQuerySet.as_manager()

    class Meta:
        verbose_name = "croissance de la ville de démonstration"
        constraints = [
            models.CheckConstraint(
                condition=Q(position__lte=F("pieces"), shown__lte=F("total")),
                name="town_growth_within_its_end",
            )
        ]

    def __str__(self) -> str:
        return f"{self.shown} {self.get_stage_display()} sur {self.total}"

    @property
    def progress(self) -> Progress:
        return Progress(self.get_stage_display(), self.shown, self.total)


class TrialMailQuerySet(models.QuerySet["TrialMail"]):
    def by(self, agent: Agent) -> TrialMailQuerySet:
        return self.filter(agent=agent)


class TrialMail(ReferencedModel, SubmissionKeyModel):
    """A message that somebody wrote to try the gateway, which keeps it as any other in `mail`."""

    agent = models.ForeignKey(Agent, models.CASCADE, verbose_name="écrit par", related_name="+")
    mail = models.OneToOneField(IncomingMail, models.CASCADE, verbose_name="message", related_name="+")
    sent_at = models.DateTimeField("envoyé le", default=timezone.now)

    objects = TrialMailQuerySet.as_manager()

    class Meta:
        verbose_name = "message d’essai"
        verbose_name_plural = "messages d’essai"
        indexes = [models.Index(fields=["agent", "sent_at"], name="trial_mail_of_agent")]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("demo:message_detail", args=[self.reference])
