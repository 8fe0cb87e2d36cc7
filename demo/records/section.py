"""The common section: pages, tips, the review's articles, actions."""

from dataclasses import dataclass
from typing import Literal

ActionState = Literal["planned", "in_progress", "blocked", "done", "dropped"]


GainUnit = Literal["sheets", "hours", "links", "euros"]


@dataclass(frozen=True, slots=True)
class Page:
    slug: str
    title: str
    summary: str
    body: str  # HTML


@dataclass(frozen=True, slots=True)
class Tip:
    months_ago: int  # 0 is the current month
    title: str
    level: int  # 1 to 3 atoms
    summary: str
    body: str  # HTML
    author: str  # identifiant


@dataclass(frozen=True, slots=True)
class Lesson:
    title: str
    level: int  # 1 to 3 atoms
    introduction: str
    tips: tuple[int, ...]  # the months since they appeared


@dataclass(frozen=True, slots=True)
class ReviewArticle:
    """Published in the issue of that month, with the figures of twelve days before; « {on} » in `body` is their day."""

    kind: str
    months_ago: int
    title: str
    body: str  # HTML
    counts: tuple[tuple[str, int], ...]
    bars_title: str
    series: tuple[str, ...]
    bars: tuple[tuple[str, tuple[int, ...]], ...]
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]

    @property
    def figures(self) -> dict[str, object]:
        return {
            "counts": self.counts,
            "bars": {"title": self.bars_title, "series": self.series, "rows": self.bars},
            "table": {"caption": self.caption, "header": self.header, "rows": self.rows},
        }


@dataclass(frozen=True, slots=True)
class Step:
    """Due in so many days, in the past when negative; done or not."""

    title: str
    due_in_days: int | None = None
    done_days_ago: int | None = None


@dataclass(frozen=True, slots=True)
class Gain:
    """Guessed, then measured."""

    unit: GainUnit
    guessed: int | None = None
    guess_method: str = ""
    guessed_days_ago: int | None = None
    measured: int | None = None
    measure_method: str = ""
    measured_days_ago: int | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """Something the group has decided; it was done `days_ago`; `due_in_days` is negative once passed."""

    key: str
    title: str
    days_ago: int | None = None
    change: str = ""  # HTML: what it changed
    ideas: tuple[str, ...] = ()  # keys of the ideas it answers
    state: ActionState = "done"
    decided: str = ""  # plain text
    decided_days_ago: int | None = None
    leader: str | None = None
    direction: str | None = None
    due_in_days: int | None = None
    started_days_ago: int | None = None
    blocked_days_ago: int | None = None
    blocked_reason: str = ""
    dropped_days_ago: int | None = None
    dropped_reason: str = ""
    steps: tuple[Step, ...] = ()
    gains: tuple[Gain, ...] = ()
    # Its own grid, when it answers no idea: simplicity, sharing, speed; the pitfalls touched, and what is done.
    marks: tuple[int, ...] = ()
    pitfalls: tuple[tuple[str, str], ...] = ()
    # A second member has still to see it.
    is_to_confirm: bool = False
