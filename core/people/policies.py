from core.people.models import Agent
from core.people.roles import Role


def can_keep_directory(agent: Agent) -> bool:
    """Create and correct agents and directions, print sign-in codes."""
    return agent.has_role(Role.DIRECTORY_MANAGER, Role.ADMINISTRATOR)


def can_give_roles(agent: Agent) -> bool:
    """Only administrators: a directory manager must not make themselves a moderator."""
    return agent.has_role(Role.ADMINISTRATOR)


def can_read_sign_ins(agent: Agent) -> bool:
    """Administrators only: the journal shows when colleagues come and go."""
    return agent.has_role(Role.ADMINISTRATOR)


def can_print_code(agent: Agent, subject: Agent) -> bool:
    """A code opens an account: never one that has more rights than its printer."""
    if not can_keep_directory(agent) or not subject.is_active:
        return False
    return not subject.roles or agent.has_role(Role.ADMINISTRATOR)
