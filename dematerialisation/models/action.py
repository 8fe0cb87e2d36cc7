from __future__ import annotations

from datetime import date
from functools import cached_property

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django_prose_editor.fields import ProseEditorField

from core.french import NBSP, number, spaced
from core.history.tracking import track, was_tracked
from core.people.models import Agent, Direction
from core.web import rich_text
from core.web.idempotency import SubmissionKeyModel
from core.web.non_blank import are_visible
from core.web.public_ids import ReferencedModel
from dematerialisation.querysets import ActionQuerySet
from dematerialisation.states import RETAINED, ActionState, Outcome, Unit
from suggestions.models import Criterion, Idea


def is_whole(amount: str, method: str, day: str) -> Q:
    """All three, or none."""
    return Q(**{f"{amount}__isnull": True, method: "", f"{day}__isnull": True}) | (
        Q(**{f"{amount}__isnull": False, f"{day}__isnull": False}) & are_visible(method)
    )


def _reason_of(state: str, reason: str) -> Q:
    return (Q(state=state) & are_visible(reason)) | (~Q(state=state) & Q(**{reason: ""}))


# Answers from before outcomes have none.
SCREENED_BY_TWO = Q(outcome="", screened_by=None, confirmed_by=None) | (
    Q(outcome__in=("eligible", "to_review", "set_aside"), screened_by__isnull=False)
    & (Q(confirmed_by=None) | ~Q(confirmed_by=F("screened_by")))
)
SAYS_SOMETHING = are_visible("title") & (
    (Q(state="done") & ~Q(what_it_changed="")) | (~Q(state="done") & are_visible("what_was_decided"))
)
# A done or dropped action may never have been started: a small thing is written down once done.
STATE_HAS_ITS_DATES = (
    Q(state="planned", started_on=None, blocked_on=None, done_on=None, dropped_on=None)
    | Q(state="in_progress", started_on__isnull=False, blocked_on=None, done_on=None, dropped_on=None)
    | Q(state="blocked", started_on__isnull=False, blocked_on__isnull=False, done_on=None, dropped_on=None)
    | Q(state="done", blocked_on=None, done_on__isnull=False, dropped_on=None)
    | Q(state="dropped", blocked_on=None, done_on=None, dropped_on__isnull=False)
)
STATE_HAS_ITS_REASON = _reason_of("blocked", "blocked_reason") & _reason_of("dropped", "dropped_reason")
UNDER_WAY_HAS_A_LEADER = ~Q(state__in=("in_progress", "blocked")) | Q(
    leader__isnull=False, due_on__isnull=False
)
TITLE_LENGTH = 160
DECISION_LENGTH = 2000
REASON_LENGTH = 1000
METHOD_LENGTH = 300
PRECAUTION_LENGTH = 500
# « Un peu plus simple pour quelques-uns », and above: the value is served.
LEAST_SERVED = 2
MOST = 1_000_000_000


# Which lateness was notified is bookkeeping, and no action of anybody's.
@track(exclude=("late_told_for",))
class Action(ReferencedModel):
    """Something that the group has decided: who leads it and by when, its state, and the ideas it answers."""

    State = ActionState

    title = models.CharField("titre", max_length=TITLE_LENGTH)
    what_was_decided = models.TextField("ce qui a été décidé", max_length=DECISION_LENGTH, blank=True)
    # Empty for an action that was only written down once done.
    decided_on = models.DateField("décidée le", null=True, blank=True, default=timezone.localdate)
    leader = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="menée par", null=True, blank=True, related_name="actions_led"
    )
    direction = models.ForeignKey(
        Direction, models.PROTECT, verbose_name="direction", null=True, blank=True, related_name="actions"
    )
    due_on = models.DateField("échéance", null=True, blank=True)
    state = models.CharField("état", max_length=12, choices=ActionState, default=ActionState.PLANNED)
    started_on = models.DateField("commencée le", null=True, blank=True)
    blocked_on = models.DateField("bloquée depuis le", null=True, blank=True)
    blocked_reason = models.TextField("ce qui bloque", max_length=REASON_LENGTH, blank=True)
    dropped_on = models.DateField("abandonnée le", null=True, blank=True)
    dropped_reason = models.TextField("pourquoi elle est abandonnée", max_length=REASON_LENGTH, blank=True)
    done_on = models.DateField("faite le", null=True, blank=True)
    what_it_changed = ProseEditorField(
        "ce que cela a changé",
        extensions=rich_text.PAGE,
        sanitize=rich_text.sanitizer(rich_text.PAGE),
        blank=True,
    )
    ideas = models.ManyToManyField(
        Idea, verbose_name="idées auxquelles cela répond", blank=True, related_name="actions"
    )
    outcome = models.CharField(
        "résultat du filtre", max_length=9, choices=Outcome, blank=True, editable=False, db_default=""
    )
    # The member of the group who answered the grid, and the second one who saw the answers.
    screened_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="filtrée par", null=True, editable=False, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="filtre validé par", null=True, editable=False, related_name="+"
    )
    late_told_for = models.DateField("retard dit pour l’échéance du", null=True, editable=False)

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = "action du groupe"
        verbose_name_plural = "actions du groupe"
        ordering = ["-done_on", "-pk"]
        indexes = [
            models.Index(fields=["-done_on", "-id"], name="action_newest"),
            models.Index(
                fields=["due_on", "id"],
                condition=Q(state__in=("planned", "in_progress", "blocked")),
                name="action_open_by_due_date",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=SAYS_SOMETHING,
                name="action_says_something",
                violation_error_message=spaced(
                    "Le titre ne peut pas rester vide, ni ce qui a été décidé ; "
                    "une action faite dit ce que cela a changé."
                ),
            ),
            models.CheckConstraint(condition=STATE_HAS_ITS_DATES, name="action_state_has_its_dates"),
            models.CheckConstraint(condition=STATE_HAS_ITS_REASON, name="action_state_has_its_reason"),
            models.CheckConstraint(condition=SCREENED_BY_TWO, name="action_screened_by_two"),
            models.CheckConstraint(
                condition=UNDER_WAY_HAS_A_LEADER, name="action_under_way_has_a_leader_and_a_date"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("action_detail", args=[self.reference])

    @property
    def state_tone(self) -> str:
        """The class of its badge in the style sheet."""
        return ActionState(self.state).tone

    @property
    def is_open(self) -> bool:
        return self.state in ActionState.open()

    @property
    def is_late(self) -> bool:
        """Its due date has passed and it is not over."""
        return self.is_open and self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def ended_on(self) -> date | None:
        return self.done_on or self.dropped_on

    @cached_property
    def has_passed_the_grid(self) -> bool:
        """Before it starts, by its own filter, which two members have seen, else by an idea that was retained.

        What has started goes on with what it started by, from before outcomes too.
        """
        if self.state != ActionState.PLANNED:
            either = Q(ideas__isnull=False) | Q(screening__isnull=False)
            return Action.objects.filter(either, pk=self.pk).exists()
        if self.outcome:
            return self.outcome == Outcome.ELIGIBLE and self.confirmed_by_id is not None
        return self.ideas.filter(state__in=RETAINED).exists()

    @property
    def outcome_tone(self) -> str:
        return Outcome(self.outcome).tone

    @cached_property
    def screened_answers(self) -> list[ScreeningAnswer]:
        """In the order of the grid, with their criteria."""
        return list(self.screening.select_related("criterion"))


@was_tracked(obj_field=None)
class IdeaAnswered(Action.ideas.through):  # type: ignore[name-defined]  # made at run time
    """An idea tied to an action: tying and untying leave a trace too."""

    class Meta:
        proxy = True


@track()
class ActionStep(ReferencedModel, SubmissionKeyModel):
    """One thing to do on the way, in its order, with its own due date; done when somebody ticks it."""

    action = models.ForeignKey(Action, models.CASCADE, verbose_name="action", related_name="steps")
    position = models.PositiveSmallIntegerField("rang", default=0)
    title = models.CharField("étape", max_length=TITLE_LENGTH)
    due_on = models.DateField("pour le", null=True, blank=True)
    done_on = models.DateField("faite le", null=True, blank=True)

    class Meta:
        verbose_name = "étape"
        # Two of one rank keep the order in which they were written.
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_late(self) -> bool:
        return self.done_on is None and self.due_on is not None and self.due_on < timezone.localdate()


@track()
class ScreeningAnswer(models.Model):
    """The group's answer to a criterion of the grid about an action: a mark, or what it will do about a pitfall."""

    action = models.ForeignKey(Action, models.CASCADE, verbose_name="action", related_name="screening")
    criterion = models.ForeignKey(Criterion, models.PROTECT, verbose_name="critère", related_name="+")
    # 0 to 4 for a value, none for a pitfall.
    mark = models.PositiveSmallIntegerField("note", null=True, blank=True)
    is_touched = models.BooleanField("piège touché", default=False)
    precaution = models.TextField("ce qui sera fait", max_length=PRECAUTION_LENGTH, blank=True)

    class Meta:
        verbose_name = "réponse au filtre"
        verbose_name_plural = "réponses au filtre"
        ordering = ["criterion__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["action", "criterion"], name="screening_answer_once"),
            models.CheckConstraint(
                condition=Q(mark=None) | Q(mark__range=(0, 4), is_touched=False),
                name="screening_answer_marks_values_only",
            ),
            models.CheckConstraint(
                condition=(Q(is_touched=True) & are_visible("precaution"))
                | Q(is_touched=False, precaution=""),
                name="screening_answer_pitfall_has_a_precaution",
            ),
        ]

    def __str__(self) -> str:
        return str(self.criterion)

    @property
    def words(self) -> str:
        """The grid's, for the mark of a value."""
        return "" if self.mark is None else self.criterion.words[self.mark]

    @property
    def is_served(self) -> bool:
        return self.mark is not None and self.mark >= LEAST_SERVED


def _amount(words: str) -> models.IntegerField:
    limits = [MinValueValidator(0), MaxValueValidator(MOST)]
    return models.IntegerField(words, null=True, blank=True, validators=limits)


@track()
class Gain(models.Model):
    """Gain of an action in one unit: guessed before, measured after, each with its method and its day."""

    action = models.ForeignKey(Action, models.CASCADE, verbose_name="action", related_name="gains")
    unit = models.CharField("unité", max_length=6, choices=Unit)
    guessed = _amount("estimé")
    guess_method = models.CharField("comment on l’a estimé", max_length=METHOD_LENGTH, blank=True)
    guessed_on = models.DateField("estimé le", null=True, blank=True)
    measured = _amount("mesuré")
    measure_method = models.CharField("comment on l’a mesuré", max_length=METHOD_LENGTH, blank=True)
    measured_on = models.DateField("mesuré le", null=True, blank=True)

    class Meta:
        verbose_name = "gain"
        ordering = ["unit", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "unit"],
                name="gain_once_per_unit",
                violation_error_message=spaced("Cette action a déjà un gain dans cette unité : corrigez-le."),
            ),
            models.CheckConstraint(
                condition=is_whole("guessed", "guess_method", "guessed_on"),
                name="gain_guess_is_whole",
                violation_error_message=spaced(
                    "Une estimation a un nombre, une méthode et une date : les trois."
                ),
            ),
            models.CheckConstraint(
                condition=is_whole("measured", "measure_method", "measured_on"),
                name="gain_measure_is_whole",
                violation_error_message=spaced(
                    "Une mesure a un nombre, une méthode et une date : les trois."
                ),
            ),
            models.CheckConstraint(
                condition=Q(guessed__isnull=False) | Q(measured__isnull=False),
                name="gain_is_guessed_or_measured",
                violation_error_message="Donnez une estimation ou une mesure.",
            ),
            models.CheckConstraint(
                condition=Q(measured_on__isnull=True)
                | Q(guessed_on__isnull=True)
                | Q(measured_on__gte=F("guessed_on")),
                name="gain_measured_after_its_guess",
                violation_error_message=spaced(
                    "On estime d’abord, on mesure ensuite : la date de la mesure "
                    "ne peut pas précéder celle de l’estimation."
                ),
            ),
            models.CheckConstraint(
                condition=(Q(guessed=None) | Q(guessed__range=(0, MOST)))
                & (Q(measured=None) | Q(measured__range=(0, MOST))),
                name="gain_within_reason",
                violation_error_message="Un gain va de 0 à un milliard.",
            ),
        ]

    def __str__(self) -> str:
        return str(Unit(self.unit).label) if self.unit else "gain"

    @property
    def said_guess(self) -> str:
        return said(self.guessed, self.unit)

    @property
    def said_measure(self) -> str:
        return said(self.measured, self.unit)


def said(amount: int | None, unit: str) -> str:
    """« 1 234 heures par an », « 1 lien entre services »; empty for nothing."""
    if amount is None:
        return ""
    return f"{number(amount)}{NBSP}{Unit(unit).words(amount)}"
