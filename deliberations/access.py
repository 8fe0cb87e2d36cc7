"""Who prepares the council's sessions. What others see follows: `querysets.visible_to`, `policies.can_see`."""

from django.core.exceptions import PermissionDenied

from core.people.models import Agent
from core.people.roles import Role

NOT_SECRETARY = "Seul le secrétariat du conseil prépare et publie les délibérations."


def can_prepare(agent: Agent) -> bool:
    """See sessions in preparation, write them, import and keep the councillors."""
    return agent.has_role(Role.COUNCIL_SECRETARY)


def check_secretary(by: Agent) -> None:
    """Raises PermissionDenied."""
    if not can_prepare(by):
        raise PermissionDenied(NOT_SECRETARY)
