"""Whom and which direction a file means, all read in two statements."""

from __future__ import annotations

import re

from core.people.models import Agent, Direction
from core.ui.french import listed, plain, spaced

BEFORE_NAME = re.compile(r"^(?:direction|service|pole|departement) (?:de la |de l |des |du |de |d )?")
SMALL_WORDS = {"de", "des", "du", "d", "la", "le", "les", "l", "et", "a", "au", "aux"}


class Directions:
    """« Finances », « Direction des finances », « DSI »."""

    def __init__(self) -> None:
        self.names = dict(Direction.objects.values_list("pk", "name"))
        self.named: dict[str, set[int]] = {}
        for pk, name in self.names.items():
            flat = _flat(name)
            for known in {flat, BEFORE_NAME.sub("", flat), *_acronyms(flat)}:
                self.named.setdefault(known, set()).add(pk)

    def find(self, text: str) -> int:
        """Raises ValueError with what is to be said."""
        flat = _flat(text)
        found = self.named.get(flat) or self.named.get(BEFORE_NAME.sub("", flat), set())
        if len(found) != 1:
            how = "plusieurs directions s’appellent ainsi" if found else "direction inconnue"
            raise ValueError(spaced(f"{how} : « {text[:80]} »"))
        return next(iter(found))


class People:
    """« Salomé Verdier », « VERDIER Salomé », « sverdier »: open accounts only."""

    def __init__(self) -> None:
        self.agents = {agent.pk: agent for agent in Agent.objects.active()}
        self.named: dict[str, set[int]] = {}
        for pk, agent in self.agents.items():
            for words in (
                agent.identifiant,
                f"{agent.first_name} {agent.last_name}",
                f"{agent.last_name} {agent.first_name}",
            ):
                self.named.setdefault(_flat(words), set()).add(pk)

    def find(self, text: str) -> int:
        """Raises ValueError with what is to be said."""
        found = self.named.get(_flat(text), set())
        if len(found) > 1:
            names = listed(sorted(self.agents[pk].identifiant for pk in found))
            raise ValueError(
                spaced(f"plusieurs agents s’appellent « {text[:80]} », écrivez l’identifiant ({names})")
            )
        if not found:
            raise ValueError(spaced(f"aucun compte ouvert ne répond à « {text[:80]} »"))
        return next(iter(found))


def _acronyms(flat: str) -> tuple[str, ...]:
    letters = "".join(word[0] for word in flat.split() if word not in SMALL_WORDS)
    return (letters, f"d{letters}") if len(letters) > 1 else ()


def _flat(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain(text)).split())
