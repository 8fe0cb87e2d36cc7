"""What a writer may do to one tip."""

from core.people.models import Agent
from tips.access import can_write
from tips.models import Tip


def can_publish(agent: Agent, tip: Tip) -> bool:
    return can_write(agent) and tip.published_at is None


def can_unpublish(agent: Agent, tip: Tip) -> bool:
    return can_write(agent) and tip.published_at is not None


def can_delete(agent: Agent, tip: Tip) -> bool:
    """Only a draft: a published tip is withdrawn first."""
    return can_write(agent) and tip.published_at is None
