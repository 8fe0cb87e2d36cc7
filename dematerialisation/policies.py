"""The common section is the project group's to write; every agent reads it."""

from core.people.models import Agent
from core.people.roles import Role


def can_write(agent: Agent) -> bool:
    """Write pages, introduce the members, tell what was done."""
    return agent.has_role(Role.PROJECT_GROUP, Role.GROUP_HEAD)
