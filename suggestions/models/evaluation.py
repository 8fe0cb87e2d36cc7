"""Grids (values with words for each mark, and pitfalls), evaluations and their marks, recusals, tallies, late notices.

A grid in use never changes.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.french import count_of, of
from core.history.tracking import track, was_tracked
from core.people.models import Agent
from core.web.non_blank import are_visible
from suggestions.models.idea import Idea

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


@track()
class Evaluation(models.Model):
    """One per idea and seat; `made_by` is the member of that seat, or their deputy."""

    class Effort(models.TextChoices):
        DAYS = "days", "Quelques jours"
        WEEKS = "weeks", "Quelques semaines"
        MONTHS = "months", "Quelques mois"
        YEAR = "year", "Un an ou plus"

    class Saving(models.TextChoices):
        LITTLE = "little", "Moins de 10 heures par an"
        SOME = "some", "10 à 100 heures par an"
        MUCH = "much", "100 à 500 heures par an"
        HUGE = "huge", "Plus de 500 heures par an"

    idea = models.ForeignKey(Idea, models.PROTECT, verbose_name="idée", related_name="evaluations")
    seat = models.ForeignKey(Agent, models.PROTECT, verbose_name="membre", related_name="evaluations")
    made_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="faite par", related_name="+")
    grid = models.ForeignKey(Grid, models.PROTECT, verbose_name="grille", related_name="evaluations")
    effort = models.CharField("effort estimé", max_length=6, choices=Effort, blank=True)
    saving = models.CharField("gain estimé", max_length=6, choices=Saving, blank=True)
    comment = models.TextField("ce que j’en dis au groupe", blank=True)
    made_at = models.DateTimeField("faite le", default=timezone.now)
    revised_at = models.DateTimeField("revue le", null=True, blank=True)
    # Revised after others were readable: shown beside the marks.
    revisions = models.PositiveSmallIntegerField("révisions", default=0)

    class Meta:
        verbose_name = "évaluation"
        constraints = [
            models.UniqueConstraint(fields=["idea", "seat"], name="evaluation_once_per_seat"),
            models.CheckConstraint(
                condition=Q(effort__in=("", "days", "weeks", "months", "year"))
                & Q(saving__in=("", "little", "some", "much", "huge")),
                name="evaluation_known_ranges",
            ),
            models.CheckConstraint(
                condition=Q(revisions=0, revised_at=None) | Q(revisions__gte=1, revised_at__isnull=False),
                name="evaluation_revised_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"évaluation {of(self.seat)}"


@track()
class Mark(models.Model):
    """A value's mark, 0 to 4; none is « je ne peux pas juger », which counts as nothing."""

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="marks")
    criterion = models.ForeignKey(Criterion, models.PROTECT, verbose_name="valeur", related_name="+")
    mark = models.PositiveSmallIntegerField("note", null=True)

    class Meta:
        verbose_name = "note"
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "criterion"], name="mark_once"),
            models.CheckConstraint(condition=Q(mark=None) | Q(mark__lte=4), name="mark_from_0_to_4"),
        ]

    def __str__(self) -> str:
        return "ne peut pas juger" if self.mark is None else str(self.mark)


@track()
class Flag(models.Model):
    """A member's opinion on a pitfall, with its reason."""

    class Level(models.TextChoices):
        NONE = "none", "Rien à signaler"
        WATCH = "watch", "À surveiller"
        VETO = "veto", "Veto"

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="flags")
    criterion = models.ForeignKey(Criterion, models.PROTECT, verbose_name="piège", related_name="+")
    level = models.CharField("niveau", max_length=5, choices=Level, default=Level.NONE)
    reason = models.TextField("pourquoi", blank=True)

    class Meta:
        verbose_name = "piège signalé"
        verbose_name_plural = "pièges signalés"
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "criterion"], name="flag_once"),
            models.CheckConstraint(
                condition=Q(level="none") | (Q(level__in=("watch", "veto")) & are_visible("reason")),
                name="flag_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.get_level_display()


@was_tracked()
class Recusal(models.Model):
    """A member's recusal by choice; recusals by rule (own idea, own direction) have no row."""

    idea = models.ForeignKey(Idea, models.PROTECT, verbose_name="idée", related_name="recusals")
    member = models.ForeignKey(Agent, models.PROTECT, verbose_name="membre", related_name="+")
    reason = models.CharField("pourquoi", max_length=300, blank=True)
    made_at = models.DateTimeField("depuis le", default=timezone.now)

    class Meta:
        verbose_name = "retrait d’un membre"
        verbose_name_plural = "retraits de membres"
        constraints = [models.UniqueConstraint(fields=["idea", "member"], name="recusal_once")]

    def __str__(self) -> str:
        return f"{self.member} se retire"


class Tally(models.Model):
    """Tally of an idea's evaluations; without history, which would show the marks before their time."""

    idea = models.OneToOneField(Idea, models.CASCADE, related_name="tally")
    evaluations = models.PositiveSmallIntegerField("évaluations", default=0)
    expected = models.PositiveSmallIntegerField("attendues", default=0)
    # The quorum, or all the seats of a smaller group.
    needed = models.PositiveSmallIntegerField("nécessaires", default=0)
    # 0 to 4, weighted by the grid, of those who could judge; none when nobody could.
    score = models.FloatField("médiane", null=True)
    spread = models.FloatField("écart", null=True)
    disagreement = models.FloatField("désaccord", null=True)
    vetoes = models.PositiveSmallIntegerField("vetos", default=0)
    ready_at = models.DateTimeField("prête depuis le", null=True)
    # Who closed the evaluation before the decision, and why.
    closed_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="close par", null=True, blank=True, related_name="+"
    )
    close_reason = models.CharField("pourquoi close", max_length=300, blank=True)

    class Meta:
        verbose_name = "dépouillement"
        indexes = [
            models.Index(
                F("disagreement").desc(nulls_last=True),
                "idea",
                condition=Q(ready_at__isnull=False),
                name="tally_ready_most_disagreed",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=0, score__lte=4), name="tally_score_from_0_to_4"
            )
        ]

    def __str__(self) -> str:
        return f"{count_of(self.evaluations, 'évaluation')} sur {self.expected}"


class LateNotice(models.Model):
    """That the group, then its head, was notified of a missed promise: once each."""

    class Promise(models.TextChoices):
        ANSWER = "answer", "première réponse"
        DECISION = "decision", "décision"

    idea = models.ForeignKey(Idea, models.CASCADE, verbose_name="idée", related_name="late_notices")
    promise = models.CharField("promesse", max_length=8, choices=Promise)
    told_at = models.DateTimeField("dit au groupe le", default=timezone.now)
    head_told_at = models.DateTimeField("dit au responsable le", null=True)

    class Meta:
        verbose_name = "rappel d’une promesse"
        verbose_name_plural = "rappels des promesses"
        constraints = [
            models.UniqueConstraint(fields=["idea", "promise"], name="late_notice_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_promise_display()} {of(self.idea)}"
