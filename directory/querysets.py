from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from core.people.models import Agent
from core.people.policies import can_keep_directory
from core.people.querysets import AgentQuerySet

if TYPE_CHECKING:
    from directory.models import Correction  # noqa: F401  (named by the base class)


def agents_for(agent: Agent) -> AgentQuerySet:
    """The agents whose card `agent` may open; the directory's managers also see closed accounts."""
    everyone: AgentQuerySet = Agent.objects.agents()
    if not agent.is_active:
        return everyone.none()
    return everyone if can_keep_directory(agent) else everyone.active()


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def visible_to(self, agent: Agent) -> CorrectionQuerySet:
        """The managers read all; others what they proposed."""
        if not agent.is_active:
            return self.none()
        return self.all() if can_keep_directory(agent) else self.filter(proposed_by=agent)

    def waiting(self) -> CorrectionQuerySet:
        return self.filter(state="waiting")

    def for_list(self) -> CorrectionQuerySet:
        """The newest first, what waits before the rest."""
        waits_first = models.Case(models.When(state="waiting", then=0), default=1)
        return self.for_page().order_by(waits_first, "-proposed_at", "-pk")

    def for_page(self) -> CorrectionQuerySet:
        return self.select_related("subject__direction", "proposed_by", "direction", "decided_by")
