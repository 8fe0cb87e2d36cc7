"""Find the agent of an address: their own address, or one of their aliases."""

from django.db.models import Q
from django.db.models.functions import Lower

from core.people.models import AddressAlias, Agent


def agent_at(address: str) -> Agent | None:
    """The agent who writes from this address, with their roles; tried again without its « +detail ».

    Closed accounts are found too: the caller decides.
    """
    candidates = [address.strip().lower()]
    local, _, domain = candidates[0].rpartition("@")
    if not local or not domain:
        return None
    if "+" in local.strip("+") and not local.startswith('"'):
        candidates.append(f"{local.partition('+')[0]}@{domain}")
    agents = Agent.objects.with_roles().annotate(own=Lower("email"))
    for candidate in candidates:
        if agent := agents.filter(own=candidate).first():
            return agent
        aliases = AddressAlias.objects.annotate(lower=Lower("address")).filter(lower=candidate)
        if agent := agents.filter(pk__in=aliases.values("agent")).first():
            return agent
    return None


def known_address(agent: Agent) -> str:
    """The address that the directory knows for this agent; empty when it knows none."""
    if agent.email:
        return agent.email
    alias = AddressAlias.objects.filter(~Q(address=""), agent=agent).first()
    return alias.address if alias else ""


def own_address(agent: Agent, address: str) -> str:
    """This address when it is theirs, else the one that the directory knows."""
    return address if agent_at(address) == agent else known_address(agent)
