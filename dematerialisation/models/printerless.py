"""A day without a printer: who takes part, what was printed on an ordinary day and on that one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.history.tracking import track, was_tracked
from core.people.models import Agent, Direction
from core.people.models.agents import refuse_elected
from core.web.non_blank import all_or_none
from core.web.public_ids import ReferencedModel
from dematerialisation.models.action import TITLE_LENGTH, Action

MESSAGE_LENGTH = 1000
MOST_PAGES = 1_000_000


class PrinterlessDayQuerySet(models.QuerySet["PrinterlessDay"]):
    def announced(self, *, on: date, until: date) -> PrinterlessDayQuerySet:
        return self.filter(held_on__range=(on, until))


# The secret of the hall's screen is nobody's to read again.
@track(exclude=("screen_hash",))
class PrinterlessDay(ReferencedModel):
    held_on = models.DateField(
        "date", unique=True, error_messages={"unique": "Un jour sans imprimante est déjà prévu à cette date."}
    )
    title = models.CharField("titre", max_length=TITLE_LENGTH, default="Un jour sans imprimante")
    message = models.TextField(
        "le mot du groupe",
        max_length=MESSAGE_LENGTH,
        blank=True,
        help_text="Pourquoi ce jour-là, et ce que l’on peut tout de même imprimer.",
    )
    action = models.ForeignKey(
        Action,
        models.PROTECT,
        verbose_name="action",
        null=True,
        blank=True,
        related_name="printerless_days",
        help_text="Celle dont les pages en moins deviendront le gain.",
    )
    screen_hash = models.CharField("empreinte de l’écran", max_length=64, blank=True, editable=False)

    objects = PrinterlessDayQuerySet.as_manager()

    class Meta:
        verbose_name = "jour sans imprimante"
        verbose_name_plural = "jours sans imprimante"
        ordering = ["-held_on"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("printerless_detail", args=[self.reference])

    @property
    def is_over(self) -> bool:
        return self.held_on < timezone.localdate()

    @property
    def is_counted(self) -> bool:
        return self.directions.filter(pages_on_day__isnull=False).exists()

    @property
    def has_come(self) -> bool:
        return self.held_on <= timezone.localdate()


def _pages(words: str, **options: Any) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(words, null=True, blank=True, **options)


# What was told is bookkeeping.
@was_tracked(exclude=("told_before", "told_on_day"))
class PrinterlessDirection(models.Model):
    """Participation of a direction in a day, and the pages that it prints."""

    day = models.ForeignKey(PrinterlessDay, models.PROTECT, related_name="directions")
    direction = models.ForeignKey(Direction, models.PROTECT, verbose_name="direction", related_name="+")
    takes_part = models.BooleanField("participe", default=False)
    pages_before = _pages("pages un jour ordinaire")
    pages_on_day = _pages("pages ce jour-là")
    # Of a small direction, as they were last told with others': `printerless.results` says when.
    told_before = _pages("pages un jour ordinaire, dites", editable=False)
    told_on_day = _pages("pages ce jour-là, dites", editable=False)

    class Meta:
        verbose_name = "direction d’un jour sans imprimante"
        verbose_name_plural = "directions d’un jour sans imprimante"
        constraints = [
            models.UniqueConstraint(fields=["day", "direction"], name="printerless_direction_once"),
            models.CheckConstraint(
                condition=(Q(pages_before=None) | Q(pages_before__lte=MOST_PAGES))
                & (Q(pages_on_day=None) | Q(pages_on_day__lte=MOST_PAGES)),
                name="printerless_direction_within_reason",
                violation_error_message="Un nombre de pages va de 0 à un million.",
            ),
            models.CheckConstraint(
                condition=all_or_none("told_before", "told_on_day"),
                name="printerless_direction_told_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.direction)

    @property
    def counted(self) -> tuple[int, int] | None:
        """Pages of an ordinary day and of that one: both, or nothing."""
        if self.pages_before is None or self.pages_on_day is None:
            return None
        return self.pages_before, self.pages_on_day

    @property
    def told(self) -> tuple[int, int] | None:
        if self.told_before is None or self.told_on_day is None:
            return None
        return self.told_before, self.told_on_day


class Hardest(models.TextChoices):
    SIGNING = "signing", "Faire signer un document"
    PROOFREADING = "proofreading", "Relire un long texte à l’écran"
    MEETING = "meeting", "Tenir une réunion sans dossier papier"
    FORM = "form", "Donner un formulaire à un habitant"
    MAIL = "mail", "Envoyer un courrier"
    FIELD = "field", "Emporter un plan ou une fiche sur le terrain"
    HABIT = "habit", "L’habitude, tout simplement"


class PrinterlessAgent(models.Model):
    """An agent who takes part, counted and never named; their own word, so without a history."""

    day = models.ForeignKey(PrinterlessDay, models.PROTECT, related_name="agents")
    agent = models.ForeignKey(Agent, models.CASCADE, verbose_name="agent", related_name="+")
    hardest = models.CharField("le plus difficile", max_length=12, choices=Hardest, blank=True)

    class Meta:
        verbose_name = "inscription à un jour sans imprimante"
        verbose_name_plural = "inscriptions à un jour sans imprimante"
        constraints = [
            models.UniqueConstraint(fields=["day", "agent"], name="printerless_agent_once"),
        ]
        triggers = [refuse_elected("agent_id")]

    def __str__(self) -> str:
        return str(self.day)
