from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from core.french import listed
from core.history.tracking import was_tracked
from core.people.models import Direction
from core.web.public_ids import ReferencedModel
from dematerialisation.models.action import Action
from dematerialisation.models.survey import Answer
from suggestions.models import Evaluation
from suggestions.states import Value

SENTENCE_LENGTH = 200


class PriorityQuerySet(models.QuerySet["Priority"]):
    def for_list(self) -> PriorityQuerySet:
        """With `direction_count`: how many directions share it."""
        shared = Count("wishes__direction", distinct=True)
        return self.annotate(direction_count=shared).order_by("rank", "pk").prefetch_related("actions")


class WishQuerySet(models.QuerySet["Wish"]):
    def for_list(self) -> WishQuerySet:
        return self.select_related("direction", "priority").prefetch_related("priority__actions")


@was_tracked()
class Priority(ReferencedModel):
    """Wishes of several directions that go together, ranked by the group; it leads to actions."""

    class Discussion(models.TextChoices):
        TO_DISCUSS = "to_discuss", "À discuter"
        AGREED = "agreed", "Décidée"

        @property
        def tone(self) -> str:
            return "done" if self == self.AGREED else ""

    name = models.CharField("nom", max_length=120)
    rank = models.PositiveSmallIntegerField("rang", default=0, editable=False)
    effort = models.CharField("effort", max_length=6, choices=Evaluation.Effort, blank=True)
    values = ArrayField(
        models.CharField(max_length=10, choices=Value),
        verbose_name="valeurs servies",
        blank=True,
        default=list,
    )
    discussion = models.CharField(
        "où en est la discussion", max_length=10, choices=Discussion, default=Discussion.TO_DISCUSS
    )
    actions = models.ManyToManyField(
        Action, verbose_name="actions qui y répondent", blank=True, related_name="priorities"
    )

    objects = PriorityQuerySet.as_manager()

    class Meta:
        verbose_name = "priorité"
        ordering = ["rank", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(discussion__in=("to_discuss", "agreed"))
                & Q(effort__in=("", "days", "weeks", "months", "year")),
                name="priority_known_choices",
            ),
            models.CheckConstraint(
                condition=Q(values__contained_by=["simplicity", "sharing", "speed"]),
                name="priority_known_values",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("priority_detail", args=[self.reference])

    @property
    def discussion_tone(self) -> str:
        """The class of its badge in the style sheet."""
        return self.Discussion(self.discussion).tone

    @property
    def values_said(self) -> str:
        """« simplification et partage »; empty when nobody has said it."""
        return listed([str(value.label).lower() for value in Value if value in self.values])


@was_tracked(obj_field=None)
class PriorityAction(Priority.actions.through):  # type: ignore[name-defined]  # made at run time
    """An action tied to a priority: tying and untying leave a trace too."""

    class Meta:
        proxy = True


@was_tracked()
class Wish(ReferencedModel):
    """A wish of a direction, in a sentence; it speaks for no person."""

    direction = models.ForeignKey(Direction, models.PROTECT, verbose_name="direction", related_name="wishes")
    # What it was made from, in an interview.
    answer = models.ForeignKey(
        Answer,
        models.PROTECT,
        verbose_name="réponse",
        null=True,
        blank=True,
        editable=False,
        related_name="wishes",
    )
    sentence = models.CharField("le souhait, en une phrase", max_length=SENTENCE_LENGTH)
    priority = models.ForeignKey(
        Priority, models.SET_NULL, verbose_name="priorité", null=True, blank=True, related_name="wishes"
    )
    noted_on = models.DateField("noté le", default=timezone.localdate, editable=False)

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = "souhait"
        ordering = ["-noted_on", "-pk"]

    def __str__(self) -> str:
        return self.sentence
