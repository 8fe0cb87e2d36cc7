"""The shapes of what happens around an idea: evaluations, a meeting, words exchanged, supports."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["watch", "veto"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A member's evaluation: marks of simplification, sharing and speed, None for « je ne peux pas juger »."""

    idea: str
    seat: str
    marks: tuple[int | None, int | None, int | None]
    days_ago: int
    effort: str = ""
    saving: str = ""
    comment: str = ""
    pitfall: str = ""
    level: Level = "watch"
    reason: str = ""
    made_by: str = ""  # the deputy


@dataclass(frozen=True, slots=True)
class Recusal:
    idea: str
    member: str
    reason: str
    days_ago: int


@dataclass(frozen=True, slots=True)
class Absence:
    member: str
    deputy: str
    since_days: int
    for_days: int  # after today


@dataclass(frozen=True, slots=True)
class Decision:
    """Taken in the past meeting."""

    idea: str
    verdict: Literal["retained", "declined"]
    reasons: str
    votes: tuple[int, int, int]
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """An idea on an agenda, and what was said of it."""

    idea: str
    outcome: Literal["", "decided", "postponed"] = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Held so many days ago, or coming when negative."""

    key: str
    days_ago: int
    place: str
    chaired_by: str
    points: tuple[Point, ...]
    present: tuple[str, ...] = ()
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What the group asked of an author; `reply` came the day after."""

    idea: str
    by: str
    text: str
    days_ago: int
    due_in_days: int
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Opinion:
    idea: str
    expert: str
    by: str
    question: str
    days_ago: int
    due_in_days: int
    text: str = ""
    given_days_ago: int | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """`replies` are (who, words, days ago)."""

    idea: str
    by: str
    text: str
    days_ago: int
    replies: tuple[tuple[str, str, int], ...] = ()
    hidden_because: str = ""
    reported_because: str = ""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who supports an idea, and who follows it without having written it."""

    idea: str
    supporters: tuple[str, ...]
    followers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feedback:
    """What the author says of an idea that is done; an empty `change` has not been answered yet."""

    idea: str
    change: str = ""
    text: str = ""
    days_after: int = 5


@dataclass(frozen=True, slots=True)
class Merge:
    kept: str
    absorbed: str
    by: str
    reason: str
    days_ago: int
