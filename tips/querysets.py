from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from core.people.models import Agent
from core.people.roles import GROUP

if TYPE_CHECKING:
    from tips.models import Lesson, Tip  # noqa: F401  (named by the base classes)


class TipQuerySet(models.QuerySet["Tip"]):
    def published(self) -> TipQuerySet:
        """Return tips that everyone reads: a tip published ahead waits for the first day of its month."""
        return self.filter(published_at__isnull=False, month__lte=timezone.localdate())

    def visible_to(self, agent: Agent) -> TipQuerySet:
        """The group also reads what it has not published yet."""
        return self.all() if agent.has_role(*GROUP) else self.published()

    def newest_first(self) -> TipQuerySet:
        return self.order_by("-month")

    def of_year(self, year: int) -> TipQuerySet:
        return self.filter(month__gte=date(year, 1, 1), month__lte=date(year, 12, 31))

    def for_page(self) -> TipQuerySet:
        return self.select_related("author")

    def years(self) -> list[int]:
        """The years that have a tip, the newest first; one statement."""
        months = self.order_by().dates("month", "year", order="DESC")
        return [month.year for month in months]


class LessonQuerySet(models.QuerySet["Lesson"]):
    def published(self) -> LessonQuerySet:
        return self.filter(is_published=True)

    def visible_to(self, agent: Agent) -> LessonQuerySet:
        """The group also reads those that it prepares."""
        return self.all() if agent.has_role(*GROUP) else self.published()

    def with_followed_flag(self, agent: Agent) -> LessonQuerySet:
        """Loads `is_followed`, by this agent."""
        return self.annotate(is_followed=_followed_by(agent))

    def left_for(self, agent: Agent) -> LessonQuerySet:
        """Return lessons left for an agent who follows the course; nothing for others."""
        follows = Exists(Agent.objects.filter(pk=agent.pk, course_follower__isnull=False))
        return self.published().filter(follows, ~_followed_by(agent))


def _followed_by(agent: Agent) -> Exists:
    return Exists(Agent.objects.filter(pk=agent.pk, lessons_followed__lesson=OuterRef("pk")))
