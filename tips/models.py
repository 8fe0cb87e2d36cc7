"""Le coin de la physique nucléaire: one tip a month, dead simple, under a grand name; and the course made of them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django_prose_editor.fields import ProseEditorField

from core.french import month_name, spaced
from core.history.tracking import track, was_tracked
from core.people.models import Agent
from core.people.roles import GROUP
from core.web import rich_text
from core.web.non_blank import are_visible
from core.web.public_ids import ReferencedModel


class TipQuerySet(models.QuerySet["Tip"]):
    def published(self) -> TipQuerySet:
        """Return tips that everyone reads: a tip published ahead waits for the first day of its month."""
        return self.filter(published_at__isnull=False, month__lte=timezone.localdate())

    def visible_to(self, agent: Agent) -> TipQuerySet:
        """The group also reads what it has not published yet."""
        return self.all() if agent.has_role(*GROUP) else self.published()

    def newest_first(self) -> TipQuerySet:
        return self.order_by("-month")

    def of_year(self, year: int) -> TipQuerySet:
        return self.filter(month__gte=date(year, 1, 1), month__lte=date(year, 12, 31))

    def for_page(self) -> TipQuerySet:
        return self.select_related("author")

    def years(self) -> list[int]:
        """The years that have a tip, the newest first; one statement."""
        months = self.order_by().dates("month", "year", order="DESC")
        return [month.year for month in months]


class LessonQuerySet(models.QuerySet["Lesson"]):
    def published(self) -> LessonQuerySet:
        return self.filter(is_published=True)

    def visible_to(self, agent: Agent) -> LessonQuerySet:
        return self.all() if agent.has_role(*GROUP) else self.published()

    def with_followed_flag(self, agent: Agent) -> LessonQuerySet:
        return self.annotate(is_followed=_followed_by(agent))

    def left_for(self, agent: Agent) -> LessonQuerySet:
        """Return lessons left for an agent who follows the course; nothing for others."""
        return self.published().filter(
            Exists(CourseFollower.objects.filter(agent=agent)), ~_followed_by(agent)
        )


def _followed_by(agent: Agent) -> Exists:
    return Exists(LessonFollowed.objects.filter(agent=agent, lesson=OuterRef("pk")))


HIGHEST_LEVEL = 3


# When readers were notified is bookkeeping, and no action of anybody's.
@track(exclude=("announced_at",))
class Tip(ReferencedModel):
    """A practical piece of advice, the only one of its month."""

    class Level(models.IntegerChoices):
        ONE = 1, "⚛ à la portée de tous"
        TWO = 2, "⚛⚛ demande cinq minutes"
        THREE = 3, "⚛⚛⚛ pour les curieux"

    month = models.DateField(
        "mois",
        unique=True,
        help_text="N’importe quel jour du mois convient ; il y a un seul conseil par mois.",
        error_messages={"unique": "Ce mois a déjà son conseil : choisissez un autre mois."},
    )
    title = models.CharField("titre", max_length=120)
    summary = models.CharField(
        "résumé", max_length=300, help_text="Deux phrases, lues sur l’accueil : 300 caractères au plus."
    )
    body = ProseEditorField("texte", extensions=rich_text.PAGE, sanitize=rich_text.sanitizer(rich_text.PAGE))
    level = models.PositiveSmallIntegerField("niveau", choices=Level, default=Level.ONE)
    author = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="écrit par", related_name="tips", editable=False
    )
    published_at = models.DateTimeField("publié le", null=True, editable=False)
    created_at = models.DateTimeField("écrit le", default=timezone.now, editable=False)
    announced_at = models.DateTimeField("annoncé le", null=True, editable=False)

    objects = TipQuerySet.as_manager()

    class Meta:
        verbose_name = "conseil du mois"
        verbose_name_plural = "conseils du mois"
        ordering = ["-month"]
        constraints = [
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="tip_month_is_its_first_day",
                violation_error_message="Le mois s’écrit par son premier jour.",
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=HIGHEST_LEVEL),
                name="tip_one_to_three_atoms",
                violation_error_message="Le niveau va de un à trois atomes.",
            ),
            models.CheckConstraint(
                condition=are_visible("title", "summary") & ~Q(body=""),
                name="tip_says_something",
                violation_error_message="Le titre, le résumé et le texte ne peuvent pas rester vides.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("tips:tip_detail", args=[self.reference])

    @property
    def atoms(self) -> str:
        return "⚛" * self.level

    @property
    def level_label(self) -> str:
        """The atoms in words, for screen readers."""
        return f"niveau {self.level} sur {HIGHEST_LEVEL}"

    @property
    def month_label(self) -> str:
        return month_name(self.month)

    @property
    def is_readable(self) -> bool:
        return self.published_at is not None and self.month <= timezone.localdate()

    @property
    def is_waiting(self) -> bool:
        return self.published_at is not None and not self.is_readable


@track(exclude=("reference",))
class Lesson(ReferencedModel):
    """Tips in an order, with a word before; a level of the course is its lessons."""

    title = models.CharField("titre", max_length=120)
    level = models.PositiveSmallIntegerField("niveau", choices=Tip.Level, default=Tip.Level.ONE)
    position = models.PositiveSmallIntegerField("rang", default=0, editable=False)
    introduction = models.TextField(
        "introduction", max_length=600, help_text=spaced("Ce que l’on saura faire : 600 caractères au plus.")
    )
    tips = models.ManyToManyField(Tip, through="LessonTip", related_name="lessons")
    is_published = models.BooleanField(
        "publiée", default=False, help_text="Sans cette coche, seul le groupe voit la leçon."
    )

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = "leçon du cours"
        verbose_name_plural = "leçons du cours"
        ordering = ["level", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=HIGHEST_LEVEL),
                name="lesson_one_to_three_atoms",
                violation_error_message="Le niveau va de un à trois atomes.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("tips:lesson_detail", args=[self.reference])


@was_tracked()
class LessonTip(models.Model):
    lesson = models.ForeignKey(Lesson, models.CASCADE, verbose_name="leçon", related_name="lesson_tips")
    tip = models.ForeignKey(Tip, models.CASCADE, verbose_name="conseil", related_name="lesson_tips")
    position = models.PositiveSmallIntegerField("rang", default=0, help_text="Les plus petits d’abord.")

    class Meta:
        verbose_name = "conseil de la leçon"
        verbose_name_plural = "conseils de la leçon"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lesson", "tip"],
                name="lesson_tip_once",
                violation_error_message="Ce conseil est déjà dans la leçon.",
            )
        ]

    def __str__(self) -> str:
        return str(self.tip)


class LessonFollowed(models.Model):
    """Said by an agent, for themself: without a history, and shown to nobody else."""

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="lessons_followed")
    lesson = models.ForeignKey(Lesson, models.CASCADE, related_name="followed")

    class Meta:
        verbose_name = "leçon suivie"
        verbose_name_plural = "leçons suivies"
        constraints = [models.UniqueConstraint(fields=["agent", "lesson"], name="lesson_followed_once")]

    def __str__(self) -> str:
        return f"leçon suivie {self.pk}"


class CourseFollower(models.Model):
    """An agent who wishes to see the next lesson on the home page; as private as what they followed."""

    agent = models.OneToOneField(Agent, models.CASCADE, related_name="course_follower")

    class Meta:
        verbose_name = "inscription au cours"
        verbose_name_plural = "inscriptions au cours"

    def __str__(self) -> str:
        return f"inscription au cours {self.pk}"
