"""Who does what in a space. Who reads one is decided with projects (`core.people.policies.can_read_project`)."""

from django.core.exceptions import PermissionDenied

from core.people import policies
from core.people.models import Agent, Project
from core.people.roles import GROUP

NOT_A_MEMBER = "Seuls les membres du projet écrivent dans son espace."
NOT_LEAD = "Seul le pilote du projet fait ce geste."
CLOSED = "Ce projet est clos : son espace se lit, et ne change plus."


def can_create(agent: Agent) -> bool:
    """Make a project at once, and decide what others ask for."""
    return agent.has_role(*GROUP)


def can_write(agent: Agent, project: Project) -> bool:
    """Notes, files, dates, decisions and messages: any member, until the project is closed."""
    return not project.is_closed and policies.is_member(agent, project)


def can_lead(agent: Agent, project: Project) -> bool:
    """Correct the project, choose its members, close it."""
    return not project.is_closed and policies.leads(agent, project)


def check_write(by: Agent, project: Project) -> None:
    """Raises PermissionDenied."""
    if not can_write(by, project):
        raise PermissionDenied(CLOSED if project.is_closed else NOT_A_MEMBER)


def check_lead(by: Agent, project: Project) -> None:
    """Raises PermissionDenied."""
    if not can_lead(by, project):
        raise PermissionDenied(CLOSED if project.is_closed else NOT_LEAD)
