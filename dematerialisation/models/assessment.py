from __future__ import annotations

import json
from datetime import date, timedelta

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone
from django_prose_editor.fields import ProseEditorField

from core.french import full_date, long_date
from core.history.tracking import frozen_with, stays_once, track, was_tracked
from core.people.models import Agent
from core.web import rich_text
from core.web.non_blank import are_visible
from core.web.public_ids import ReferencedModel
from core.web.stale_forms import stamp_of
from dematerialisation.models.action import MOST, REASON_LENGTH, TITLE_LENGTH, Action
from dematerialisation.querysets import AssessedActionQuerySet, AssessmentQuerySet
from dematerialisation.states import Unit

# A word has a letter or a digit: French punctuation stands apart. The same expression serves Python, JavaScript and
# PostgreSQL.
WORD = r"[^ :;!?«»–-][^ ]*"
MOST_WORDS = 50
IDEA_LENGTH = 600
WORDS_LENGTH = 2000
# The headings of a public innovation file, in their order; `idea` is the one that has no rich text.
HEADINGS = ("context", "idea", "objective", "method", "content", "means", "outcome", "next_steps")
FROZEN = ("starts_on", "ends_on", "figures", "published_at", "published_by_id", *HEADINGS)
IS_REWRITTEN = "OLD.published_at IS NOT NULL AND ({}) IS DISTINCT FROM ({})".format(
    *(", ".join(f"{row}.{column}" for column in FROZEN) for row in ("OLD", "NEW"))
)
PERIOD = Func("starts_on", "ends_on", Value("[]"), function="daterange", output_field=DateRangeField())


def _heading(label: str) -> ProseEditorField:
    return ProseEditorField(
        label, extensions=rich_text.PAGE, sanitize=rich_text.sanitizer(rich_text.PAGE), blank=True
    )


@track()
class Assessment(ReferencedModel):
    """Assessment of a period; neither its text, its figures nor its actions change once it is published.

    `figures` is what `assessment.comparison` computes, kept on the day of the publication.
    """

    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    context = _heading("Le contexte")
    idea = models.TextField("L’idée, en cinquante mots", max_length=IDEA_LENGTH, blank=True)
    objective = _heading("L’objectif")
    method = _heading("La méthode")
    content = _heading("Le contenu")
    means = _heading("Les moyens")
    outcome = _heading("L’évaluation")
    next_steps = _heading("La suite")
    figures = models.JSONField("chiffres", null=True, editable=False, encoder=DjangoJSONEncoder)
    begun_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="commencé par", related_name="+")
    begun_at = models.DateTimeField("commencé le", default=timezone.now)
    published_at = models.DateTimeField("publié le", null=True)
    published_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="publié par", related_name="+", null=True
    )

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = "bilan du groupe"
        verbose_name_plural = "bilans du groupe"
        ordering = ["-starts_on"]
        triggers = [
            pgtrigger.Trigger(
                name="published_is_frozen",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition(IS_REWRITTEN),
                func="RAISE EXCEPTION 'A published assessment does not change';",
            ),
            stays_once("published_at", name="published_stays"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="assessment_period_in_order",
                violation_error_message="La période finit après avoir commencé.",
            ),
            ExclusionConstraint(
                name="assessment_periods_apart",
                expressions=[(PERIOD, RangeOperators.OVERLAPS)],
                violation_error_message="Un autre bilan couvre déjà une partie de ces dates.",
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(
                    Func(
                        F("idea"),
                        Value(WORD),
                        function="regexp_count",
                        output_field=models.IntegerField(),
                    ),
                    MOST_WORDS,
                ),
                name="assessment_idea_is_short",
                violation_error_message=f"L’idée tient en {MOST_WORDS} mots.",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None, figures__isnull=True)
                | (
                    Q(published_at__isnull=False, published_by__isnull=False, figures__isnull=False)
                    & are_visible(*HEADINGS)
                ),
                name="assessment_published_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"Bilan du {full_date(self.starts_on)} au {full_date(self.ends_on)}"

    def get_absolute_url(self) -> str:
        return reverse("assessment_detail", args=[self.reference])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def years(self) -> str:
        """« 2026 », « 2025-2026 »."""
        first, last = self.starts_on.year, self.ends_on.year
        return str(first) if first == last else f"{first}-{last}"

    @property
    def anniversary(self) -> date:
        """The first day after it: the next period begins."""
        return self.ends_on + timedelta(days=1)

    @property
    def stamp(self) -> str:
        """Stamp what its publication freezes, figures apart: they are those of that moment."""
        rows = [[str(value) for value in row] for row in self.actions.order_by("pk").values_list(*ASSESSED)]
        return stamp_of({name: getattr(self, name) for name in FROZEN} | {"actions": json.dumps(rows)})


class Verdict(models.TextChoices):
    KEPT = "kept", "Tenu"
    PARTLY = "partly", "En partie"
    DROPPED = "dropped", "Abandonné"

    @property
    def tone(self) -> str:
        return {Verdict.KEPT: "done", Verdict.DROPPED: "off"}.get(self, "")


MEASURES = {str(unit): str(unit.label) for unit in Unit}


def _amount(words: str) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(words, null=True, blank=True)


@was_tracked()
class AssessedAction(models.Model):
    """One action in an assessment: what became of it and what it gained, as the group says it that year."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="actions")
    action = models.ForeignKey(Action, models.PROTECT, verbose_name="action", related_name="assessed")
    # As it was called when the assessment was published.
    title = models.CharField("titre", max_length=TITLE_LENGTH)
    verdict = models.CharField("verdict", max_length=7, choices=Verdict, blank=True)
    reason = models.TextField("pourquoi", max_length=REASON_LENGTH, blank=True)
    what_changed = models.TextField("ce que cela a changé", max_length=WORDS_LENGTH, blank=True)
    sheets = _amount("feuilles de papier")
    links = _amount("liens entre logiciels")
    hours = _amount("heures de travail par an")

    objects = AssessedActionQuerySet.as_manager()

    class Meta:
        verbose_name = "action du bilan"
        verbose_name_plural = "actions du bilan"
        ordering = ["pk"]
        triggers = [frozen_with("assessment", "dematerialisation_assessment", "actions")]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "action"], name="assessed_action_once"),
            models.CheckConstraint(
                condition=Q(verdict="") | (Q(verdict__in=Verdict.values) & are_visible("reason")),
                name="assessed_action_verdict_has_its_reason",
                violation_error_message="Un verdict dit pourquoi.",
            ),
            models.CheckConstraint(
                condition=Q(*(Q(**{amount: None}) | Q(**{f"{amount}__lte": MOST}) for amount in MEASURES)),
                name="assessed_action_within_reason",
                violation_error_message="Un gain va de 0 à un milliard.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def tone(self) -> str:
        return Verdict(self.verdict).tone if self.verdict else "off"


ASSESSED = ("action_id", "title", "verdict", "reason", "what_changed", *MEASURES)


class AssessmentReminderQuerySet(models.QuerySet["AssessmentReminder"]):
    def unanswered(self) -> AssessmentReminderQuerySet:
        """No assessment has been begun since."""
        return self.filter(~Exists(Assessment.objects.filter(begun_at__gte=OuterRef("told_at"))))


class AssessmentReminder(models.Model):
    """An anniversary that the head of the group was reminded of, once."""

    anniversary = models.DateField("anniversaire", unique=True)
    told_at = models.DateTimeField("rappelé le", default=timezone.now)

    objects = AssessmentReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "rappel du bilan"
        verbose_name_plural = "rappels du bilan"

    def __str__(self) -> str:
        return long_date(self.anniversary)
