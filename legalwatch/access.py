"""Who writes the watch. What others read follows: `querysets.visible_to`, and the readers that `search` gives."""

from django.core.exceptions import PermissionDenied

from core.people.models import Agent
from core.people.roles import Role

NOT_WATCHER = "Seuls les veilleurs écrivent et corrigent la veille juridique."


def can_write(agent: Agent) -> bool:
    """Write, correct, schedule and withdraw entries; keep the list of subjects."""
    return agent.has_role(Role.WATCHER)


def check_watcher(by: Agent) -> None:
    """Raises PermissionDenied."""
    if not can_write(by):
        raise PermissionDenied(NOT_WATCHER)
