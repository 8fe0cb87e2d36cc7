from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from core.notifications.registry import KINDS
from core.people.models import Agent
from core.ui.keys import random_key


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, agent: Agent) -> NotificationQuerySet:
        return self.filter(recipient=agent)

    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at=None)


class Notification(models.Model):
    """Something told to one agent, on the site whatever happens to the mail."""

    reference = models.CharField(max_length=12, unique=True, default=random_key, editable=False)
    recipient = models.ForeignKey(Agent, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=300, blank=True)
    # The thing it is about, so that a page can show or a purge can find what was told of it.
    content_type = models.ForeignKey(ContentType, models.CASCADE, null=True, related_name="+")
    object_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "notification"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="notification_newest"),
            models.Index(fields=["recipient"], condition=Q(read_at=None), name="notification_unread"),
            models.Index(fields=["content_type", "object_id"], name="notification_about"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="notification_says_something"),
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
