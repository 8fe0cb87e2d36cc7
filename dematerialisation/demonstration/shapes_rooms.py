"""The shapes of what lives in the rooms; `week` is 0 for the current week, `weekday` 0 for Monday."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["taken", "titles", "ask", "book", "manage"]


@dataclass(frozen=True, slots=True)
class RoomRules:
    """Beyond what every room has; `before` and `after` in minutes, `person_quota` in minutes a week."""

    room: str
    everyone: Level = "book"
    layouts: tuple[tuple[str, int], ...] = ()
    before: int = 0
    after: int = 0
    directions: str = ""
    # Codes of directions.
    rights: tuple[tuple[str, Level], ...] = ()
    person_quota: int | None = None
    is_checked_in: bool = False


@dataclass(frozen=True, slots=True)
class PartOfRoom:
    slug: str
    name: str
    capacity: int
    description: str


@dataclass(frozen=True, slots=True)
class SeriesDate:
    """A week of the weekly booking with this title, and its other times where it has some."""

    title: str
    week: int
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class SlotWanted:
    room: str
    weekday: int
    week: int
    start: str
    end: str
    title: str
    agent: str


@dataclass(frozen=True, slots=True)
class Guests:
    title: str
    agents: tuple[str, ...]
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TownService:
    name: str
    email_local_part: str
    help_text: str
    notice_days: int


@dataclass(frozen=True, slots=True)
class ServiceAsked:
    title: str
    service: str
    note: str


@dataclass(frozen=True, slots=True)
class ClosedTime:
    """From `start` to the midnight that ends the day."""

    reason: str
    weekday: int
    week: int
    room: str = ""
    site: str = ""
    start: str = "00:00"
    is_priority: bool = False


@dataclass(frozen=True, slots=True)
class RoomTrouble:
    room: str
    words: str
    told_by: str
    days_ago: int
    equipment: str = ""
    mended_by: str = ""


@dataclass(frozen=True, slots=True)
class Sought:
    """On every `every`-th working day, at a site or at all of them."""

    site: str | None
    people: int
    every: int
    sought: int
    found: int
