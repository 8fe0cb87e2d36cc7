"""Whose an event was: an agent known by their address, identifiant or name, or else the importer."""

from __future__ import annotations

import unicodedata
from collections import Counter

from core.people.models import Agent
from rooms.importers.source_events import Person


def plain(text: str) -> str:
    """Lower case, without accents nor signs."""
    letters = unicodedata.normalize("NFKD", text.lower())
    return " ".join(
        "".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c)).split()
    )


class People:
    """The open accounts, read once: a town has a few thousand."""

    def __init__(self) -> None:
        agents = list(Agent.objects.active())
        names = [(name, agent) for agent in agents for name in _names(agent)]
        times = Counter(name for name, _ in names)
        self._by_name = {name: agent for name, agent in names if times[name] == 1}
        self._by_identifiant = {agent.identifiant.lower(): agent for agent in agents}
        addresses = Counter((agent.email or "").lower() for agent in agents)
        self._by_address = {
            agent.email.lower(): agent
            for agent in agents
            if agent.email and addresses[agent.email.lower()] == 1
        }

    def find(self, person: Person) -> Agent | None:
        """None when nobody is sure to be meant."""
        return (
            self._by_address.get(person.address.lower())
            or self._by_identifiant.get(person.identifiant.lower())
            or (self._by_name.get(plain(person.name)) if person.name else None)
        )


def _names(agent: Agent) -> set[str]:
    first, last = agent.first_name, agent.last_name
    return {plain(f"{first} {last}"), plain(f"{last} {first}")}
