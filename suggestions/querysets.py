from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from core.people.models import Agent
from core.people.roles import Role
from suggestions.states import State

if TYPE_CHECKING:
    from suggestions.models import Idea  # noqa: F401  (named by the base class)


class IdeaQuerySet(models.QuerySet["Idea"]):
    def visible_to(self, agent: Agent) -> IdeaQuerySet:
        """Received, set aside and withdrawn ideas are between their author and the group."""
        if not agent.is_active:
            return self.none()
        if agent.has_role(Role.PROJECT_GROUP, Role.GROUP_HEAD):
            return self
        return self.filter(Q(state__in=State.public()) | Q(author=agent))

    def public(self) -> IdeaQuerySet:
        """What every agent reads."""
        return self.filter(state__in=State.public())

    def by(self, agent: Agent) -> IdeaQuerySet:
        return self.filter(author=agent)

    def for_list(self) -> IdeaQuerySet:
        """Newest first, with what a row of the list shows."""
        return self.select_related("author__direction", "direction").order_by("-received_at", "-pk")

    def for_page(self) -> IdeaQuerySet:
        return self.select_related("author__direction", "direction", "member_in_charge", "answer")

    def waiting(self) -> IdeaQuerySet:
        """The group owes an answer."""
        return self.filter(state__in=State.waiting())

    def overdue(self, *, on: date) -> IdeaQuerySet:
        """What was promised next was promised for before `on`."""
        return self.waiting().filter(next_due_on__lt=on)

    def in_charge_of(self, agent: Agent) -> IdeaQuerySet:
        """What this member still has to carry on."""
        return self.filter(member_in_charge=agent, state__in=State.followed())
