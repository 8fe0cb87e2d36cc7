"""Messages with the author, expert opinions, news that a colleague passes on."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.history.tracking import was_tracked
from core.people.models import Agent
from core.web.idempotency import SubmissionKeyModel
from core.web.non_blank import all_or_none, are_visible
from core.web.public_ids import ReferencedModel
from suggestions.models.idea import Idea, mail_field


class MessageQuerySet(models.QuerySet["Message"]):
    def open_questions(self) -> MessageQuerySet:
        """Return questions of the group that an author has not answered yet."""
        return self.filter(due_on__isnull=False, settled_at=None)

    def to_remind(self, *, on: date) -> MessageQuerySet:
        return self.open_questions().filter(due_on__lt=on, reminded_at=None)


class OpinionQuerySet(models.QuerySet["Opinion"]):
    def open(self) -> OpinionQuerySet:
        return self.filter(given_at=None, given_up_at=None)

    def to_remind(self, *, on: date) -> OpinionQuerySet:
        return self.open().filter(due_on__lt=on, reminded_at=None)


@was_tracked(exclude=("mail",))
class Message(ReferencedModel, SubmissionKeyModel):
    """The exchange between the group and the author, read by both; a question waits for its answer."""

    idea = models.ForeignKey(Idea, models.PROTECT, verbose_name="idée", related_name="messages")
    is_from_author = models.BooleanField("de l’auteur", default=False)
    # Nobody when an anonymous author replies; then the time is the daily run's.
    written_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="écrit par", null=True, blank=True, related_name="+"
    )
    text = models.TextField("texte")
    written_at = models.DateTimeField("écrit le", default=timezone.now)
    # A question of the group: an answer is hoped for by that day.
    due_on = models.DateField("réponse espérée pour le", null=True, blank=True)
    settled_at = models.DateTimeField("n’attend plus depuis le", null=True, blank=True)
    reminded_at = models.DateTimeField("rappelée le", null=True, blank=True)
    mail = mail_field("idea_message")

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["idea", "written_at", "id"], name="message_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_from_author=True) | Q(written_by__isnull=False),
                name="message_of_the_group_is_named",
            ),
            models.CheckConstraint(
                condition=Q(is_from_author=False) | Q(due_on=None), name="message_only_the_group_asks"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(due_on__isnull=False), name="message_only_questions_settle"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


@was_tracked(exclude=("mail",))
class Opinion(ReferencedModel, SubmissionKeyModel):
    """A question of the group to a direction's expert, due by a date."""

    idea = models.ForeignKey(Idea, models.PROTECT, verbose_name="idée", related_name="opinions")
    expert = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="demandé à", related_name="opinions_asked_of"
    )
    question = models.TextField("question")
    asked_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="demandé par", related_name="+")
    asked_at = models.DateTimeField("demandé le", default=timezone.now)
    due_on = models.DateField("attendu pour le")
    text = models.TextField("avis", blank=True)
    given_at = models.DateTimeField("donné le", null=True, blank=True)
    given_up_at = models.DateTimeField("plus attendu depuis le", null=True, blank=True)
    given_up_because = models.CharField("pourquoi", max_length=500, blank=True)
    reminded_at = models.DateTimeField("rappelé le", null=True, blank=True)
    mail = mail_field("idea_opinion")

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = "avis d’expert"
        verbose_name_plural = "avis d’experts"
        ordering = ["asked_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(text="", given_at=None) | (are_visible("text") & Q(given_at__isnull=False)),
                name="opinion_given_says_something",
            ),
            models.CheckConstraint(
                condition=Q(given_at=None) | Q(given_up_at=None), name="opinion_given_or_given_up"
            ),
            models.CheckConstraint(
                condition=Q(given_up_because="") | Q(given_up_at__isnull=False),
                name="opinion_given_up_because",
            ),
            models.UniqueConstraint(
                fields=["idea", "expert"],
                condition=Q(given_at=None, given_up_at=None),
                name="opinion_waits_once_per_expert",
            ),
        ]

    def __str__(self) -> str:
        return self.question[:60]

    def get_absolute_url(self) -> str:
        return reverse("suggestions:opinion_detail", args=[self.idea.reference, self.reference])

    @property
    def is_open(self) -> bool:
        return self.given_at is None and self.given_up_at is None


class Telling(ReferencedModel):
    """News for an author without an address: the colleague who typed the idea, or the group, passes it on."""

    idea = models.ForeignKey(Idea, models.CASCADE, verbose_name="idée", related_name="tellings")
    text = models.TextField("à dire")
    created_at = models.DateTimeField("depuis le", default=timezone.now)
    told_at = models.DateTimeField("dit le", null=True, blank=True)
    told_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="dit par", null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "nouvelle à transmettre"
        verbose_name_plural = "nouvelles à transmettre"
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=all_or_none("told_at", "told_by"),
                name="telling_told_by_someone",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
