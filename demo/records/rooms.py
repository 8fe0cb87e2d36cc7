"""Sites, rooms and how they are used."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Site:
    slug: str
    name: str
    address: str
    access: str  # how to get there


@dataclass(frozen=True, slots=True)
class Room:
    slug: str
    site: str
    name: str
    capacity: int
    floor: str
    equipment: tuple[str, ...]  # words of rooms.EQUIPMENT
    step_free: bool
    opening_hours: tuple[tuple[int, str, str], ...]  # (weekday, 0 is Monday; opens; closes)
    keeper_phone: str
    description: str
    is_bookable: bool = True
    unavailable_note: str = ""


@dataclass(frozen=True, slots=True)
class WeeklyBooking:
    """Comes back: held in week w (0 is the current week) when (w - offset) % every_weeks == 0."""

    room: str
    weekday: int  # 0 is Monday
    start: str  # "HH:MM"
    end: str
    title: str
    organiser: str
    is_private: bool = False
    every_weeks: int = 1
    offset: int = 0

    def held_in_week(self, week: int) -> bool:
        return (week - self.offset) % self.every_weeks == 0


@dataclass(frozen=True, slots=True)
class OneOffBooking:
    room: str
    weekday: int
    week_offset: int  # -4 to +4, 0 is the current week
    start: str
    end: str
    title: str
    organiser: str
    is_private: bool = False
    cancelled_by: str | None = None
    cancel_reason: str = ""


RoomLevel = Literal["taken", "titles", "ask", "book", "manage"]


@dataclass(frozen=True, slots=True)
class RoomRules:
    """Beyond what every room has; `before` and `after` in minutes, `person_quota` in minutes a week."""

    room: str
    everyone: RoomLevel = "book"
    layouts: tuple[tuple[str, int], ...] = ()
    before: int = 0
    after: int = 0
    directions: str = ""
    # Codes of directions.
    rights: tuple[tuple[str, RoomLevel], ...] = ()
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


@dataclass(frozen=True, slots=True)
class RoomTrouble:
    room: str
    words: str
    reported_by: str
    days_ago: int
    equipment: str = ""
    fixed_by: str = ""
