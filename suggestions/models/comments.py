"""Supports, follows, comments, reports; notes to the group, which an idea's authors never read."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from core.history.tracking import never_rewritten, was_tracked
from core.people.models import Agent
from core.web.idempotency import SubmissionKeyModel
from core.web.non_blank import all_or_none, are_visible
from core.web.public_ids import ReferencedModel
from suggestions.models.idea import Idea, mail_field

COMMENT_LENGTH = 2000


class Support(models.Model):
    """« Moi aussi »: one per agent and idea, removable."""

    idea = models.ForeignKey(Idea, models.CASCADE, verbose_name="idée", related_name="supports")
    agent = models.ForeignKey(Agent, models.CASCADE, verbose_name="agent", related_name="+")
    created_at = models.DateTimeField("depuis le", default=timezone.now)

    class Meta:
        verbose_name = "soutien"
        constraints = [models.UniqueConstraint(fields=["idea", "agent"], name="support_once")]

    def __str__(self) -> str:
        return f"{self.agent} soutient {self.idea}"


class Follow(models.Model):
    """An agent is notified of what becomes of an idea that is not their own."""

    idea = models.ForeignKey(Idea, models.CASCADE, verbose_name="idée", related_name="follows")
    agent = models.ForeignKey(Agent, models.CASCADE, verbose_name="agent", related_name="+")
    created_at = models.DateTimeField("depuis le", default=timezone.now)

    class Meta:
        verbose_name = "suivi"
        verbose_name_plural = "suivis"
        constraints = [models.UniqueConstraint(fields=["agent", "idea"], name="follow_once")]
        indexes = [models.Index(fields=["idea"], name="follow_of_idea")]

    def __str__(self) -> str:
        return f"{self.agent} suit {self.idea}"


class CommentQuerySet(models.QuerySet["Comment"]):
    def reported(self) -> CommentQuerySet:
        """Reported and not settled, those that have waited longest first."""
        waiting = Report.objects.filter(comment=OuterRef("pk"), settled_at=None)
        first = Subquery(waiting.order_by("created_at", "pk").values("created_at")[:1])
        return self.filter(Exists(waiting)).annotate(reported_at=first).order_by("reported_at", "pk")


@was_tracked(exclude=("mail",))
class Comment(ReferencedModel, SubmissionKeyModel):
    """A named comment or reply; the group may hide it, with a reason for its author."""

    idea = models.ForeignKey(Idea, models.PROTECT, verbose_name="idée", related_name="comments")
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="réponse à", null=True, blank=True, related_name="replies"
    )
    author = models.ForeignKey(Agent, models.PROTECT, verbose_name="auteur", related_name="idea_comments")
    text = models.TextField("texte")
    created_at = models.DateTimeField("écrit le", default=timezone.now)
    hidden_at = models.DateTimeField("caché le", null=True, blank=True)
    hidden_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="caché par", null=True, blank=True, related_name="+"
    )
    hidden_reason = models.CharField("pourquoi", max_length=500, blank=True)
    mail = mail_field("idea_comment")

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "commentaire"
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["idea", "created_at", "id"], name="comment_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="comment_no_reply_to_itself"
            ),
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_by=None, hidden_reason="")
                | (Q(hidden_at__isnull=False, hidden_by__isnull=False) & are_visible("hidden_reason")),
                name="comment_hidden_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_taken_back(self) -> bool:
        """By its author, who alone reads it; the group hides others'."""
        return self.hidden_at is not None and self.hidden_by_id == self.author_id

    def get_absolute_url(self) -> str:
        """The page of its conversation: the comment that began it, and its replies."""
        return reverse("suggestions:comment_thread", args=[(self.parent or self).reference])


@was_tracked()
class Report(models.Model):
    """An agent tells the group that a comment should not stand."""

    comment = models.ForeignKey(Comment, models.PROTECT, verbose_name="commentaire", related_name="reports")
    reported_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="signalé par", related_name="+")
    reason = models.CharField("pourquoi", max_length=500)
    created_at = models.DateTimeField("signalé le", default=timezone.now)
    settled_at = models.DateTimeField("traité le", null=True, blank=True)
    settled_by = models.ForeignKey(
        Agent, models.PROTECT, verbose_name="traité par", null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "signalement"
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["created_at", "id"], condition=Q(settled_at=None), name="report_to_settle")
        ]
        constraints = [
            models.UniqueConstraint(fields=["comment", "reported_by"], name="report_once"),
            models.CheckConstraint(
                condition=all_or_none("settled_at", "settled_by"),
                name="report_settled_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.reason


@was_tracked(exclude=("mail",))
class Note(SubmissionKeyModel):
    """Words to the group: a member's, or those that came by mail; an author of the idea never reads them."""

    idea = models.ForeignKey(Idea, models.PROTECT, verbose_name="idée", related_name="notes")
    written_by = models.ForeignKey(Agent, models.PROTECT, verbose_name="écrite par", related_name="+")
    text = models.TextField("texte")
    written_at = models.DateTimeField("écrite le", default=timezone.now)
    mail = mail_field("idea_note", "reçue par courriel")

    class Meta:
        verbose_name = "note au groupe"
        verbose_name_plural = "notes au groupe"
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["idea", "written_at", "id"], name="note_in_order")]
        triggers = [
            never_rewritten("text", "written_by_id", name="words_never_change"),
        ]

    def __str__(self) -> str:
        return self.text[:60]
