"""What directions wish for, and the priorities made of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Priority:
    key: str
    name: str
    effort: str
    values: tuple[str, ...]
    discussion: str
    actions: tuple[str, ...]  # keys


@dataclass(frozen=True, slots=True)
class Wish:
    direction: str  # code
    sentence: str
    priority: str = ""  # key; empty while it is in none
    problem: str = ""
    change: str = ""
    people: str = ""
