from core.people.models import Agent


def can_choose(agent: Agent) -> bool:
    """Without an address there is nothing to choose: what one is told stands on the site."""
    return agent.is_active and bool(agent.email)
