"""The legal watch: its subjects and entries."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """`file` is the name of a PDF; an entry without one has a link only, the others have both."""

    key: str
    title: str
    summary: str
    subjects: tuple[str, ...]
    days_ago: int | None
    in_force_days_ago: int | None
    directions: tuple[str, ...] = ()
    file: str = ""
    replaced_by: str = ""
    outdated_reason: str = ""
    withdrawn_reason: str = ""
    reported_days_ago: int = 0
