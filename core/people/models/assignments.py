from __future__ import annotations

import re
from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.urls import reverse
from django.utils import timezone

from core.french import short_date
from core.history.tracking import track
from core.people.models.agents import Agent, Direction, refuse_elected
from core.people.ordering import PlainText
from core.people.querysets import AgentSkillQuerySet, AssignmentQuerySet, ProjectQuerySet, SkillQuerySet
from core.web.idempotency import SubmissionKeyModel
from core.web.non_blank import are_visible
from core.web.public_ids import ReferencedModel

PURPOSE_LENGTH, LESSONS_LENGTH = 2000, 4000
# Unions and staff representation have no place in a directory: the GDPR protects them.
STAFF_REPRESENTATION = (
    r"syndic(al|at)|d[ée]l[éèe]gu[ée]\w* (du|des?) personnels?|repr[ée]sentant\w* (du|des) personnels?"
    r"|\m(c[. ]?g[. ]?t|c[. ]?f[. ]?d[. ]?t|cfe-cgc|cftc|unsa|fsu|fa-fpt|chsct|c[. ]?s[. ]?t|c[. ]?s[. ]?e|f3sct)\M"
)
NO_STAFF_REPRESENTATION = (
    "Les mandats syndicaux et la représentation du personnel n’ont pas leur place dans l’annuaire."
)


def is_staff_representation(title: str) -> bool:
    """Match as the constraint on assignments does; PostgreSQL writes a word's ends as \\m and \\M."""
    expression = STAFF_REPRESENTATION.replace(r"\m", r"\b").replace(r"\M", r"\b")
    return re.search(expression, title, re.IGNORECASE) is not None


# What a project is for and what it taught may be read by its members only: the history keeps what was done.
@track(exclude=("reference", "name", "purpose", "lessons", "submission_key"))
class Project(ReferencedModel, SubmissionKeyModel):
    """Work that agents of several directions do together; its members are its assignments.

    A project that is not `is_open` exists for its members only. Its lead may reopen one that is closed; `lessons` then
    waits for its next end.
    """

    name = models.CharField("nom", max_length=120)
    purpose = models.TextField("à quoi il sert", max_length=PURPOSE_LENGTH)
    sponsor = models.ForeignKey(
        Direction,
        models.PROTECT,
        verbose_name="direction qui le porte",
        null=True,
        blank=True,
        related_name="projects",
    )
    is_open = models.BooleanField("ouvert à la lecture de tous les agents", default=True)
    starts_on = models.DateField("commence le", default=timezone.localdate)
    ends_on = models.DateField("fin prévue le", null=True, blank=True)
    closed_on = models.DateField("clos le", null=True, editable=False)
    lessons = models.TextField("ce que le projet a appris", max_length=LESSONS_LENGTH, blank=True)
    # The project group's own: made at install, its members follow the roles.
    is_group = models.BooleanField("celui du groupe projet", default=False, editable=False)
    created_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="créé par", null=True, editable=False, related_name="+"
    )

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "projet"
        constraints = [
            models.UniqueConstraint(
                PlainText(F("name")),
                condition=Q(is_open=True, closed_on=None),
                name="project_open_name_once",
                violation_error_message="Un projet ouvert porte déjà ce nom.",
            ),
            models.UniqueConstraint(
                fields=["is_group"], condition=Q(is_group=True), name="project_of_the_group_once"
            ),
            models.CheckConstraint(
                condition=Q(LessThanOrEqual(Length("purpose"), PURPOSE_LENGTH))
                & Q(LessThanOrEqual(Length("lessons"), LESSONS_LENGTH)),
                name="project_texts_are_short",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="project_ends_after_its_start",
                violation_error_message="La fin prévue précède le début.",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None)
                | Q(closed_on__gte=F("starts_on"), is_group=False) & are_visible("lessons"),
                name="project_closed_with_its_lessons",
                violation_error_message="Un projet se clôt avec quelques mots sur ce qu’il a appris.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("spaces:project", args=[self.reference])

    @property
    def is_closed(self) -> bool:
        return self.closed_on is not None


@track(exclude=("reference", "title", "submission_key"))
class Assignment(ReferencedModel, SubmissionKeyModel):
    """Dated work of an agent beside their place in the hierarchy; `period` without an end lasts.

    A member of a project has one of kind `PROJECT`; `title` is the role there. Leaving ends the period.
    """

    class Kind(models.TextChoices):
        PROJECT = "project", "Projet"
        FUNCTIONAL = "functional", "Fonction transversale"
        INTERIM = "interim", "Intérim"
        MANDATE = "mandate", "Référent ou référente"

    agent = models.ForeignKey(Agent, models.PROTECT, verbose_name="agent", related_name="assignments")
    kind = models.CharField("nature", max_length=10, choices=Kind)
    project = models.ForeignKey(
        Project, models.PROTECT, verbose_name="projet", null=True, blank=True, related_name="assignments"
    )
    # Where, when it is not everywhere: the service whose head they replace, the site they are a contact of.
    direction = models.ForeignKey(
        Direction,
        models.PROTECT,
        verbose_name="direction ou service",
        null=True,
        blank=True,
        related_name="assignments",
    )
    title = models.CharField("rôle ou fonction", max_length=120, blank=True)
    is_lead = models.BooleanField("pilote du projet", default=False)
    period = DateRangeField("du… au…")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "affectation"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="project", project__isnull=False, direction=None)
                | Q(kind__in=("functional", "interim", "mandate"), project=None, is_lead=False)
                & are_visible("title"),
                name="assignment_to_a_project_or_a_title",
                violation_error_message="Une affectation a un projet, ou bien une fonction.",
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False, period__lower_inf=False),
                name="assignment_has_a_first_day",
                violation_error_message="La fin précède le début.",
            ),
            models.CheckConstraint(
                condition=~Q(title__iregex=STAFF_REPRESENTATION),
                name="assignment_is_no_staff_representation",
                violation_error_message=NO_STAFF_REPRESENTATION,
            ),
            ExclusionConstraint(
                name="assignment_once_per_project",
                expressions=[
                    ("agent", RangeOperators.EQUAL),
                    ("project", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(project__isnull=False),
                violation_error_message="Cette personne est déjà membre du projet pendant ces jours.",
            ),
            ExclusionConstraint(
                name="assignment_one_lead_at_a_time",
                expressions=[("project", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)],
                condition=Q(is_lead=True),
                violation_error_message="Le projet a déjà un pilote pendant ces jours.",
            ),
        ]
        triggers = [refuse_elected("agent_id")]

    def __str__(self) -> str:
        return f"affectation {self.pk}"

    @property
    def first_day(self) -> date:
        return self.period.lower

    @property
    def last_day(self) -> date | None:
        """None while it lasts."""
        return self.period.upper and self.period.upper - timedelta(days=1)

    @property
    def days(self) -> str:
        """« depuis le 3 mars 2026 », « du 3 mars au 5 juin 2026 »."""
        if self.last_day:
            return f"du {short_date(self.first_day)} au {short_date(self.last_day)}"
        since = "depuis le" if self.first_day <= timezone.localdate() else "à partir du"
        return f"{since} {short_date(self.first_day)}"

    @property
    def is_past(self) -> bool:
        is_closed = self.project is not None and self.project.is_closed
        return is_closed or (self.last_day is not None and self.last_day < timezone.localdate())


class Skill(ReferencedModel):
    """A word of the list: a language, a software, a trade. A proposed one waits for the directory's manager."""

    class Kind(models.TextChoices):
        LANGUAGE = "language", "Langue"
        SOFTWARE = "software", "Logiciel"
        TRADE = "trade", "Savoir-faire"

    name = models.CharField("compétence", max_length=60)
    kind = models.CharField("nature", max_length=10, choices=Kind, default=Kind.TRADE)
    is_accepted = models.BooleanField("dans la liste", default=False)

    objects = SkillQuerySet.as_manager()

    class Meta:
        verbose_name = "compétence"
        constraints = [
            models.UniqueConstraint(
                PlainText(F("name")),
                name="skill_once",
                violation_error_message="Cette compétence est déjà dans la liste, ou proposée.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


# Declared by the agent, removed as freely: without a history, so that nothing of it stays.
class AgentSkill(models.Model):
    """A skill that an agent declares for one purpose: to be found for a project."""

    agent = models.ForeignKey(Agent, models.CASCADE, verbose_name="agent", related_name="declared_skills")
    skill = models.ForeignKey(Skill, models.CASCADE, verbose_name="compétence", related_name="declarations")

    objects = AgentSkillQuerySet.as_manager()

    class Meta:
        verbose_name = "compétence déclarée"
        verbose_name_plural = "compétences déclarées"
        constraints = [models.UniqueConstraint(fields=["skill", "agent"], name="agent_skill_once")]
        triggers = [refuse_elected("agent_id")]

    def __str__(self) -> str:
        return f"compétence déclarée {self.pk}"
