"""Plain data of a booking or a series found by a reader, whatever the source: whose it was, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.french import spaced
from rooms.ics.event import ParsedEvent, Person
from rooms.models import Room


def key_of(*parts: object) -> str:
    """The same event of the same source, found again: 64 hexadecimal digits."""
    return sha256("\x1f".join(map(str, parts)).encode(errors="replace")).hexdigest()


def label_of(event: ParsedEvent | Unit) -> str:
    """Return the title for reports, which others read: a private one is left out."""
    return "événement privé" if event.is_private else spaced(f"« {event.title} »")


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
        return label_of(self)
