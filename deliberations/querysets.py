from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from core.people.models import Agent
from deliberations import policies

if TYPE_CHECKING:
    from deliberations.models import CouncilSession, Deliberation  # noqa: F401  (named by the base classes)


class SessionQuerySet(models.QuerySet["CouncilSession"]):
    def published(self) -> SessionQuerySet:
        return self.filter(state="published")

    def visible_to(self, agent: Agent) -> SessionQuerySet:
        """The secretary also sees the sessions in preparation."""
        return self.all() if policies.can_prepare(agent) else self.published()

    def newest_first(self) -> SessionQuerySet:
        return self.order_by("-held_on", "-pk")

    def of_year(self, year: int) -> SessionQuerySet:
        return self.filter(year=year)


class DeliberationQuerySet(models.QuerySet["Deliberation"]):
    def published(self) -> DeliberationQuerySet:
        return self.filter(session__state="published")

    def visible_to(self, agent: Agent) -> DeliberationQuerySet:
        return self.all() if policies.can_prepare(agent) else self.published()

    def latest_published(self, limit: int) -> DeliberationQuerySet:
        """The newest sessions' deliberations, in their order, with what their addresses need; one statement."""
        from deliberations.models import CouncilSession

        # As many sessions hold enough of them: the others are not even sorted.
        held = CouncilSession.objects.published().filter(deliberation_count__gt=0)
        newest = held.newest_first().values("pk")[:limit]
        found = self.filter(session__in=newest).select_related("session")
        return found.order_by("-session__held_on", "-session_id", "position")[:limit]
