"""Who writes the tips. What others read follows: `querysets.visible_to`, and the readers that `search` gives."""

from core.people.models import Agent
from core.people.roles import GROUP


def can_write(agent: Agent) -> bool:
    """Write, correct and preview tips."""
    return agent.has_role(*GROUP)
