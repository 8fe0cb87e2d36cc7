"""The spaces of the town's projects: days are counted back from today, negative ones are to come."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    who: str
    title: str = ""
    days_ago: int | None = None


@dataclass(frozen=True, slots=True)
class Version:
    by: str
    days_ago: int
    body: str


@dataclass(frozen=True, slots=True)
class Note:
    title: str
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class File:
    """A PDF made of its text, once for each day."""

    name: str
    by: str
    days_ago: tuple[int, ...]
    text: str
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    title: str
    by: str
    days_ago: int
    clock: str
    place: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    text: str
    by: str
    days_ago: int


@dataclass(frozen=True, slots=True)
class Message:
    by: str
    days_ago: int
    text: str


@dataclass(frozen=True, slots=True)
class Thread:
    subject: str
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Project:
    """`lead` is empty for one that has none left; the group's own has the members of its roles."""

    key: str
    name: str
    purpose: str
    days_ago: int
    lead: str = ""
    sponsor: str = ""
    members: tuple[Member, ...] = ()
    is_open: bool = True
    is_group: bool = False
    closed_days_ago: int | None = None
    lessons: str = ""
    notes: tuple[Note, ...] = ()
    files: tuple[File, ...] = ()
    dates: tuple[Event, ...] = ()
    decisions: tuple[Decision, ...] = ()
    threads: tuple[Thread, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    key: str
    name: str
    purpose: str
    by: str
    days_ago: int
    sponsor: str = ""
