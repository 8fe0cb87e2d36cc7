"""Who writes the tips: the project group; everyone reads those that are published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.people.models import Agent
from core.people.roles import Role

if TYPE_CHECKING:
    from tips.models import Tip


def can_write(agent: Agent) -> bool:
    """Write, correct and preview tips."""
    return agent.has_role(Role.PROJECT_GROUP, Role.GROUP_HEAD)


def can_publish(agent: Agent, tip: Tip) -> bool:
    return can_write(agent) and tip.published_at is None


def can_unpublish(agent: Agent, tip: Tip) -> bool:
    return can_write(agent) and tip.published_at is not None


def can_delete(agent: Agent, tip: Tip) -> bool:
    """Only a draft: what was read is withdrawn first, knowingly."""
    return can_write(agent) and tip.published_at is None
