"""Plain data of a booking or a series found by a reader, whatever the source: whose it was, and when."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.french import spaced
from core.people.models import Agent
from rooms.ics.event import Person
from rooms.models import Room


def key_of(*parts: object) -> str:
    """The same event of the same source, found again: 64 hexadecimal digits."""
    return sha256("\x1f".join(map(str, parts)).encode(errors="replace")).hexdigest()


@dataclass(slots=True)
class Slot:
    """A time to book; of a series, `series_date` is the date that the rule gave it."""

    key: str
    period: DateTimeTZRange
    title: str
    is_private: bool = False
    series_date: date | None = None
    is_apart: bool = False
    is_asked: bool = False
    # Cancelled where it comes from: nothing to book, but an earlier import may have.
    is_cancelled: bool = False


@dataclass(slots=True)
class Rule:
    """How a series comes back, as `rooms.models.Series` keeps it."""

    text: str
    first_date: date
    starts_at: int
    ends_at: int
    skipped: list[date] = field(default_factory=list)


@dataclass(slots=True)
class Unit:
    """A booking, or all those of a series, imported together; `where` is its place in the source."""

    where: str
    key: str
    room: Room
    title: str
    organiser: Person
    slots: list[Slot]
    is_private: bool = False
    rule: Rule | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        """For reports, which others read: a private title is left out."""
        return "événement privé" if self.is_private else spaced(f"« {self.title} »")


# Agents known by their address, identifiant or name


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
