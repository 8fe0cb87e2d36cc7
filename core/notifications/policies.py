from core.people.models import Agent


def can_choose(agent: Agent) -> bool:
    """Without an address there is nothing to choose: notifications are on the site only."""
    return agent.is_active and bool(agent.email)
