from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from core.notifications.registry import KINDS, Channel
from core.people.models import Agent
from core.web.public_ids import random_key


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, agent: Agent) -> NotificationQuerySet:
        return self.filter(recipient=agent)

    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at=None)

    def awaiting_digest(self) -> NotificationQuerySet:
        return self.filter(awaits_digest=True)

    def awaiting_letter(self) -> NotificationQuerySet:
        return self.filter(letter_due_at__isnull=False)

    def locked(self) -> NotificationQuerySet:
        """In id order, which every action that changes several rows keeps to: two of them never wait for each other."""
        return self.order_by("pk").select_for_update(no_key=True)


class Notification(models.Model):
    """A notification to one agent, on the site whether or not it is mailed."""

    reference = models.CharField(max_length=12, unique=True, default=random_key, editable=False)
    recipient = models.ForeignKey(Agent, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=300, blank=True)
    # What it is about, so that a page or a purge can find the notifications about a row.
    content_type = models.ForeignKey(ContentType, models.CASCADE, null=True, related_name="+")
    object_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    # Until the morning's digest has taken it, read or not.
    awaits_digest = models.BooleanField(default=False)
    # Until the mail that batches it with others has taken it, read or not.
    letter_due_at = models.DateTimeField(null=True)
    # Its mails are kept off the administrators' lists.
    is_confidential = models.BooleanField(default=False)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "notification"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="notification_newest"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notification_unread"),
            models.Index(
                fields=["recipient"], condition=Q(awaits_digest=True), name="notification_for_digest"
            ),
            models.Index(
                fields=["recipient"],
                condition=Q(letter_due_at__isnull=False),
                name="notification_for_letter",
            ),
            models.Index(fields=["content_type", "object_id"], name="notification_about"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(url="") | Q(url__startswith="/"), name="notification_stays_on_the_site"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_label(self) -> str:
        kind = KINDS.get(self.kind)
        return kind.label if kind else ""


class Preference(models.Model):
    """How one agent wants one kind, where it differs from the kind's default."""

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="notification_preferences")
    kind = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=Channel)

    class Meta:
        verbose_name = "préférence de notification"
        verbose_name_plural = "préférences de notification"
        constraints = [
            # The kind first: a notification to a thousand people reads one kind.
            models.UniqueConstraint(fields=["kind", "agent"], name="preference_once_per_kind"),
            models.CheckConstraint(condition=~Q(kind=""), name="preference_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} : {self.get_channel_display()}"
