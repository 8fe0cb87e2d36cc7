"""Plain data of a booking or a series found by a reader, whatever the source."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.ui.french import spaced
from core.ui.visible import is_visible
from rooms.models import Room

UNTITLED = "(sans objet)"
LONGEST_TITLE = 120


def key_of(*parts: object) -> str:
    """The same event of the same source, found again: 64 hexadecimal digits."""
    return sha256("\x1f".join(map(str, parts)).encode(errors="replace")).hexdigest()


def clean_title(title: str) -> str:
    """One line of 120 characters at most."""
    line = " ".join("".join(c if c.isprintable() else " " for c in title).split())
    if not is_visible(line):
        return UNTITLED
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Person:
    """Whose it was, as the source says it; any part may be empty."""

    name: str = ""
    address: str = ""
    identifiant: str = ""

    @property
    def label(self) -> str:
        return self.name or self.address or self.identifiant


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
