"""Agents that a file names, by their address, their identifiant or their name."""

from __future__ import annotations

from collections import defaultdict

from core.imports.cells import flat
from core.people.models import Agent


class People:
    """The open accounts, read once: a town has a few thousand."""

    def __init__(self) -> None:
        self.by_id = {agent.pk: agent for agent in Agent.objects.active()}
        self._named: dict[str, set[Agent]] = defaultdict(set)
        for agent in self.by_id.values():
            names = agent.first_name, agent.last_name
            # « Salomé Verdier », « VERDIER Salomé », « sverdier ».
            known = flat(" ".join(names)), flat(" ".join(names[::-1])), (agent.email or "").lower()
            for words in {*known, agent.identifiant.lower()} - {""}:
                self._named[words].add(agent)

    def named(self, words: str) -> set[Agent]:
        return self._named.get(words.strip().lower()) or self._named.get(flat(words), set())

    def only(self, *words: str) -> Agent | None:
        """Return the agent of the first of these words that names one alone; None when nobody is sure to be meant."""
        found = (self.named(each) for each in words)
        return next((next(iter(agents)) for agents in found if len(agents) == 1), None)
