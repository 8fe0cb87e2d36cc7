"""Business software, its referents and follow-up items."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Task:
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Software:
    name: str
    owner: str  # code of a direction or service
    state: str
    version: str  # empty while it is a project
    vendor: str
    needs: tuple[str, ...]
    purpose: str
    start: str
    one: str  # « l’acte »
    several: str  # « les actes »
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Referents:
    """The referents of a software, by identifiant."""

    functional: str
    it: str


@dataclass(frozen=True, slots=True)
class SoftwareOutage:
    software: str
    message: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Something to do about a problem of a software; `due_in` days ahead, the others days ago."""

    key: str
    software: str
    problem: str
    what: str
    assigned_to: str  # identifiant
    opened: int
    due_in: int
    closed: int | None
    result: str = ""
