from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from core.people.models import Agent
from core.people.roles import GROUP, Role

# What SECOND_FACTOR_FOR may name.
HOLDERS: dict[str, tuple[Role, ...]] = {
    "group": GROUP,
    "managers": (Role.ROOM_MANAGER, Role.DIRECTORY_MANAGER, Role.COUNCIL_SECRETARY, Role.WATCHER),
    "hr": (Role.HUMAN_RESOURCES,),
    "mail": (Role.MAIL_OFFICE,),
    "administrators": (Role.ADMINISTRATOR,),
}


def must_have(agent: Agent) -> bool:
    """Whether their roles want a second factor, by the town's setting."""
    roles = [role for name in settings.SECOND_FACTOR_FOR for role in HOLDERS[name]]
    return bool(roles) and agent.has_role(*roles)


def lacks(agent: Agent) -> bool:
    """Whether they must have one and have none; the request's own agent has the answer loaded (`known_agents`)."""
    if not must_have(agent):
        return False
    if (loaded := getattr(agent, "has_second_factor", None)) is not None:
        return not loaded
    return not is_mfa_enabled(agent)
