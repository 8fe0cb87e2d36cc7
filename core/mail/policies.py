from core.people.models import Agent
from core.people.roles import Role


def can_read_mails(agent: Agent) -> bool:
    """Administrators see what left, what failed and, in the trial, what would have left."""
    return agent.has_role(Role.ADMINISTRATOR)
