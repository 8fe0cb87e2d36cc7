"""Ideas, from their proposal to what came of them."""

from dataclasses import dataclass
from html import escape
from typing import Literal

IdeaState = Literal[
    "received", "under_study", "retained", "in_progress", "done", "declined", "set_aside", "withdrawn"
]


@dataclass(frozen=True, slots=True)
class Idea:
    """An idea and its path. Each `*_days_ago` is None when the step has not happened.

    received > taken > decided > started > done, in days ago. An idea set aside has no member in charge and no
    published step; one withdrawn may have been taken under study before.
    """

    key: str
    title: str
    text: str  # plain text, paragraphs separated by a blank line
    author: str | None  # None is anonymous
    state: IdeaState
    received_days_ago: int
    direction: str | None = None
    name_hidden: bool = False
    is_thanked: bool | None = None
    entered_by: str | None = None
    contact: Literal["", "mail", "phone", "letter", "spoken"] = ""
    contact_detail: str = ""
    member_in_charge: str | None = None
    taken_days_ago: int | None = None
    decided_days_ago: int | None = None  # retained or declined, with the answer published
    started_days_ago: int | None = None
    done_days_ago: int | None = None
    set_aside_days_ago: int | None = None
    withdrawn_days_ago: int | None = None
    answer: str = ""  # HTML, published
    set_aside_reason: str = ""  # plain text, for the author only
    set_aside_by: str | None = None
    prepared_answer: str = ""  # HTML, a draft not yet published
    prepared_verdict: Literal["retained", "declined"] | None = None

    @property
    def text_html(self) -> str:
        return "".join(f"<p>{escape(p, quote=False)}</p>" for p in self.text.split("\n\n"))


FlagLevel = Literal["watch", "veto"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A member's evaluation: three marks from 1 to 4, None for « je ne peux pas juger »."""

    idea: str
    seat: str
    simplicity: int | None
    sharing: int | None
    speed: int | None
    days_ago: int
    effort: str = ""
    saving: str = ""
    comment: str = ""
    pitfall: str = ""
    level: FlagLevel = "watch"
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


@dataclass(frozen=True, slots=True)
class Mail:
    """`sender` is an identifiant, or `address` and `name` say who wrote; `idea` is the key of what it became."""

    key: str
    days_ago: int
    subject: str
    text: str
    state: str
    reason: str = ""
    trust: str = ""
    sender: str = ""
    address: str = ""
    name: str = ""
    folded: str = ""
    remarks: tuple[str, ...] = ()
    idea: str = ""
    repeats: str = ""
    error: str = ""
    set_aside_reason: str = ""
    handled_by: str = ""
    # Of the whole message, when only its headers were taken.
    whole_size: int = 0
    # « reply » when it answered the group's question about the idea.
    became: str = ""
