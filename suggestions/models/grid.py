"""The evaluation grid: values with words for each mark, and pitfalls; a version in use never changes."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.history.tracking import was_tracked
from core.people.models import Agent

MARKS = (0, 1, 2, 3, 4)


@was_tracked()
class Grid(models.Model):
    """One version: written as a draft, then in use, then retired; evaluations keep the one they were made with."""

    class State(models.TextChoices):
        DRAFT = "draft", "En préparation"
        IN_USE = "in_use", "En service"
        RETIRED = "retired", "Remplacée"

    version = models.PositiveSmallIntegerField("version", unique=True)
    state = models.CharField("état", max_length=8, choices=State, default=State.DRAFT)
    note = models.CharField("ce qui change", max_length=300, blank=True)
    created_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="préparée par", null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField("préparée le", default=timezone.now)
    in_use_since = models.DateTimeField("en service depuis le", null=True, blank=True)

    class Meta:
        verbose_name = "grille d’évaluation"
        verbose_name_plural = "grilles d’évaluation"
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="in_use"), name="grid_one_in_use"),
            models.CheckConstraint(
                condition=Q(state="draft", in_use_since=None)
                | (~Q(state="draft") & Q(in_use_since__isnull=False)),
                name="grid_in_use_since",
            ),
        ]

    def __str__(self) -> str:
        return f"Grille n° {self.version}"


@was_tracked()
class Criterion(models.Model):
    """A value, marked 0 to 4, or a pitfall, flagged; `code` is the same from one version to the next."""

    class Kind(models.TextChoices):
        VALUE = "value", "Valeur"
        PITFALL = "pitfall", "Piège"

    grid = models.ForeignKey(Grid, models.PROTECT, verbose_name="grille", related_name="criteria")
    code = models.SlugField("code", max_length=20)
    kind = models.CharField("nature", max_length=8, choices=Kind)
    name = models.CharField("nom", max_length=60)
    question = models.CharField("question posée", max_length=300)
    weight = models.PositiveSmallIntegerField(
        "poids", default=1, help_text="De 1 à 5 ; un piège n’en a pas : son veto ne se moyenne pas."
    )
    position = models.PositiveSmallIntegerField("rang")
    words = ArrayField(
        models.CharField(max_length=120),
        verbose_name="mots de chaque note, de 0 à 4",
        blank=True,
        default=list,
    )

    class Meta:
        verbose_name = "critère"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["grid", "code"], name="criterion_once_per_grid"),
            models.CheckConstraint(
                condition=Q(kind="value", weight__gte=1, weight__lte=5, words__len=len(MARKS))
                | Q(kind="pitfall", words__len=0),
                name="criterion_value_has_weight_and_words",
            ),
        ]

    def __str__(self) -> str:
        return self.name
