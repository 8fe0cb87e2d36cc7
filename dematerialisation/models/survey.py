"""The survey of the directions: a questionnaire in versions, an interview per direction, its answers."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.french import spaced
from core.history.tracking import track, was_tracked
from core.people.models import Agent, Direction
from core.web.public_ids import ReferencedModel
from dematerialisation.querysets import InterviewQuerySet, SurveyQuerySet

MOST_NUMBER = 1_000_000
ANSWER_LENGTH, CHOICE_LENGTH, WORDS_LENGTH, INTRODUCTION_LENGTH = 4000, 120, 300, 1000
# What is added comes last.
LAST = 1000


class QuestionKind(models.TextChoices):
    TEXT = "text", "texte"
    ONE = "one", "un choix"
    SEVERAL = "several", "plusieurs choix"
    SCALE = "scale", "échelle de quatre"
    NUMBER = "number", "nombre"
    YES_NO = "yes_no", "oui, non, sans objet"

    @classmethod
    def listed(cls) -> tuple[QuestionKind, ...]:
        """Return kinds whose choices the questionnaire gives."""
        return (cls.ONE, cls.SEVERAL)


SCALE = ["pas du tout", "plutôt non", "plutôt oui", "tout à fait"]
YES_NO = ["oui", "non", "sans objet"]

_NEVER_CHANGES = """
    SELECT questionnaire_id INTO asked FROM dematerialisation_questionsection
    WHERE id = CASE TG_OP WHEN 'DELETE' THEN OLD.section_id ELSE NEW.section_id END;
"""


def frozen_once_used(name: str, questionnaire: str) -> pgtrigger.Trigger:
    """Refuses any change to what a survey asks; `questionnaire` is the SQL that reads its id into `asked`."""
    return pgtrigger.Trigger(
        name="frozen_once_used",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("asked", "bigint")],
        func=f"""
            {questionnaire}
            -- Waits for the survey that is being opened on it.
            PERFORM 1 FROM dematerialisation_questionnaire WHERE id = asked FOR SHARE;
            IF EXISTS (SELECT 1 FROM dematerialisation_survey WHERE questionnaire_id = asked) THEN
                RAISE EXCEPTION 'questionnaire: a version in use never changes'
                USING ERRCODE = 'check_violation', CONSTRAINT = '{name}';
            END IF;
            RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
        """,  # noqa: S608  # written in this module
    )


@was_tracked(exclude=("reference",))
class Questionnaire(ReferencedModel):
    """Questions to every direction. A version that a survey uses never changes: the next one is a copy."""

    title = models.CharField("titre", max_length=120)
    version = models.PositiveSmallIntegerField("version", default=1, editable=False)
    introduction = models.TextField(
        "à dire en commençant",
        max_length=INTRODUCTION_LENGTH,
        blank=True,
        help_text=spaced("Lu à la personne rencontrée : pourquoi ces questions, et ce qui en sera fait."),
    )

    class Meta:
        verbose_name = "questionnaire"
        ordering = ["title", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "version"],
                name="questionnaire_version_once",
                violation_error_message="Un questionnaire porte déjà ce titre dans cette version.",
            ),
        ]
        triggers = [
            frozen_once_used(
                "questionnaire_never_changes", "asked := CASE TG_OP WHEN 'INSERT' THEN NULL ELSE OLD.id END;"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    @property
    def newest(self) -> Questionnaire:
        """Return the newest of its versions; one statement."""
        return Questionnaire.objects.filter(title=self.title).latest("version")


@was_tracked()
class QuestionSection(models.Model):
    """A part of the questionnaire, under its own heading."""

    questionnaire = models.ForeignKey(
        Questionnaire, models.CASCADE, verbose_name="questionnaire", related_name="sections"
    )
    position = models.PositiveSmallIntegerField("rang", default=LAST, editable=False)
    title = models.CharField("titre", max_length=120)

    class Meta:
        verbose_name = "partie du questionnaire"
        verbose_name_plural = "parties du questionnaire"
        ordering = ["position", "pk"]
        triggers = [
            frozen_once_used(
                "question_section_never_changes",
                "asked := CASE TG_OP WHEN 'DELETE' THEN OLD.questionnaire_id ELSE NEW.questionnaire_id END;",
            )
        ]

    def __str__(self) -> str:
        return self.title


@was_tracked(exclude=("reference",))
class Question(ReferencedModel):
    """`choices` are the words to choose from, for the two kinds that list theirs."""

    section = models.ForeignKey(
        QuestionSection, models.CASCADE, verbose_name="partie", related_name="questions"
    )
    position = models.PositiveSmallIntegerField("rang", default=LAST, editable=False)
    kind = models.CharField("réponse", max_length=8, choices=QuestionKind, default=QuestionKind.TEXT)
    text = models.CharField("question", max_length=WORDS_LENGTH)
    help = models.CharField("aide", max_length=WORDS_LENGTH, blank=True)
    choices = ArrayField(
        models.CharField(max_length=CHOICE_LENGTH), verbose_name="choix", blank=True, default=list
    )

    class Meta:
        verbose_name = "question"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=QuestionKind.listed(), choices__len__range=(2, 12))
                | (~Q(kind__in=QuestionKind.listed()) & Q(choices__len=0)),
                name="question_has_its_choices",
                violation_error_message=spaced(
                    "Une question à choix en propose de deux à douze ; une autre, aucun."
                ),
            ),
        ]
        triggers = [frozen_once_used("question_never_changes", _NEVER_CHANGES)]

    def __str__(self) -> str:
        return self.text

    @property
    def words(self) -> list[str]:
        """Return the choices in order; an answer stores positions, from 0."""
        fixed = {QuestionKind.SCALE: SCALE, QuestionKind.YES_NO: YES_NO}
        return fixed.get(QuestionKind(self.kind), self.choices)


@track(exclude=("reference",))
class Survey(ReferencedModel):
    """The same questions to all the directions, once; each has its interview from the first day."""

    title = models.CharField("titre", max_length=120)
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, verbose_name="questionnaire", related_name="surveys"
    )
    # The questionnaire's, which never changes once used: this one may be corrected.
    introduction = models.TextField("à dire en commençant", max_length=INTRODUCTION_LENGTH, blank=True)
    opened_on = models.DateField("commencée le", default=timezone.localdate)
    ends_on = models.DateField(
        "à finir pour le", help_text="Les entretiens non faits ce jour-là sont en retard."
    )
    closed_on = models.DateField("close le", null=True)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = "enquête"
        ordering = ["-opened_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("opened_on")),
                name="survey_ends_after_it_opens",
                violation_error_message="L’enquête finit après avoir commencé.",
            ),
            # Two at once would ask the same people twice.
            models.UniqueConstraint(models.Value(1), condition=Q(closed_on=None), name="survey_one_open"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("survey_detail", args=[self.reference])

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


# What was said in the talk is the group's, and no line of history.
@track(exclude=("reference", "notes"))
class Interview(ReferencedModel):
    """The talk with one direction; `person_met` and `notes` are read by the group alone."""

    class State(models.TextChoices):
        TO_PLAN = "to_plan", "à prévoir"
        PLANNED = "planned", "prévu"
        SENT = "sent", "envoyé à la direction"
        DONE = "done", "fait"

    survey = models.ForeignKey(Survey, models.PROTECT, verbose_name="enquête", related_name="interviews")
    direction = models.ForeignKey(
        Direction, models.PROTECT, verbose_name="direction", related_name="interviews"
    )
    state = models.CharField("état", max_length=8, choices=State, default=State.TO_PLAN)
    # The direction's head reads it from then on, done or not.
    was_sent = models.BooleanField("envoyé à la direction", default=False)
    # When its head said that they had answered; they may still change their answers.
    filled_on = models.DateField("rempli par la direction le", null=True)
    held_at = models.DateTimeField("date et heure", null=True, blank=True)
    place = models.CharField("lieu", max_length=120, blank=True)
    leads = models.ManyToManyField(Agent, verbose_name="menés par", blank=True, related_name="interviews_led")
    person_met = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="personne rencontrée", null=True, blank=True, related_name="+"
    )
    notes = models.TextField("notes", max_length=8000, blank=True)
    done_on = models.DateField("fait le", null=True)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        verbose_name = "entretien"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "direction"], name="interview_once_per_direction"),
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False) | (~Q(state="done") & Q(done_on=None)),
                name="interview_done_on",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(was_sent=True), name="interview_sent_was_sent"
            ),
            models.CheckConstraint(
                condition=Q(filled_on=None) | Q(was_sent=True), name="interview_filled_was_sent"
            ),
            models.CheckConstraint(
                condition=~Q(state="planned") | Q(held_at__isnull=False), name="interview_planned_has_a_date"
            ),
        ]

    def __str__(self) -> str:
        return spaced(f"{self.survey} : {self.direction}")

    def get_absolute_url(self) -> str:
        return reverse("interview_detail", args=[self.reference])

    @property
    def takes_answers(self) -> bool:
        """Until the talk is said done, and the survey closed."""
        return self.state != self.State.DONE and self.survey.is_open

    @property
    def is_late(self) -> bool:
        return self.takes_answers and self.survey.ends_on < timezone.localdate()


# Nor what was answered, pause by pause: who and when are enough.
@was_tracked(exclude=("text", "picked", "number"))
class Answer(models.Model):
    """The answer of a direction to a question; `version` grows with each change, so that none is lost unseen."""

    interview = models.ForeignKey(Interview, models.PROTECT, verbose_name="entretien", related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, verbose_name="question", related_name="answers")
    text = models.TextField("texte", max_length=ANSWER_LENGTH, blank=True)
    picked = ArrayField(models.PositiveSmallIntegerField(), verbose_name="choix", blank=True, default=list)
    number = models.PositiveIntegerField("nombre", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=1)
    answered_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="écrite par", related_name="+")
    answered_at = models.DateTimeField("écrite le", default=timezone.now)

    class Meta:
        verbose_name = "réponse"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["interview", "question"], name="answer_once_per_question"),
            models.CheckConstraint(
                condition=Q(number=None) | Q(number__lte=MOST_NUMBER), name="answer_number_within_reason"
            ),
            # One of the three, by the kind of the question; all empty once somebody took theirs back.
            models.CheckConstraint(
                condition=Q(text="", picked__len=0) | Q(text="", number=None) | Q(picked__len=0, number=None),
                name="survey_answer_of_one_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.said

    @property
    def said(self) -> str:
        """In words, on one line; empty when there is none."""
        if self.picked:
            words = self.question.words
            return ", ".join(words[place] for place in self.picked if place < len(words))
        return self.text if self.number is None else str(self.number)
