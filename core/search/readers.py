"""Words for who may find an object: its entry names its readers (`readers` in each app's `registrations`), a search is
limited to the words that the agent holds.
"""

from core.people.models import Agent
from core.people.roles import Role

EVERYONE = "tous"


def with_role(role: Role) -> str:
    return f"role:{role}"


def this_agent(agent_id: int) -> str:
    return f"agent:{agent_id}"


def this_direction(direction_id: int) -> str:
    return f"direction:{direction_id}"


def reader_tokens(agent: Agent) -> list[str]:
    """Every word that an agent holds; none when the account is closed, or an elected member's."""
    if not agent.is_at_work:
        return []
    words = [EVERYONE, this_agent(agent.pk), *(f"role:{role}" for role in sorted(agent.roles))]
    return [*words, this_direction(agent.direction_id)] if agent.direction_id else words
