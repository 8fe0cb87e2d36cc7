"""The town as records: small, frozen, without Django. `week` is 0 for the current week, `weekday` 0 for Monday."""

from dataclasses import dataclass
from html import escape
from typing import Literal

MAIL_DOMAIN = "port-mimosa.example"

DirectionKind = Literal["general_direction", "dga", "direction", "service"]
Category = Literal["A", "B", "C"]
Role = Literal[
    "project_group",
    "head_of_group",
    "room_manager",
    "council_secretary",
    "directory_manager",
    "human_resources",
    "administrator",
]
IdeaState = Literal[
    "received", "under_study", "retained", "in_progress", "done", "declined", "set_aside", "withdrawn"
]

ActionState = Literal["planned", "in_progress", "blocked", "done", "dropped"]
GainUnit = Literal["sheets", "hours", "links", "euros"]


@dataclass(frozen=True, slots=True)
class Direction:
    code: str
    name: str
    kind: DirectionKind
    parent: str | None  # code; always listed before its children


@dataclass(frozen=True, slots=True)
class Agent:
    identifiant: str
    first_name: str
    last_name: str
    direction: str  # code of a direction, service, DGA or the general direction
    category: Category
    function: str
    personnel_number: str | None
    email_local_part: str | None
    has_workstation: bool

    @property
    def email(self) -> str | None:
        return f"{self.email_local_part}@{MAIL_DOMAIN}" if self.email_local_part else None


@dataclass(frozen=True, slots=True)
class NamedAccount:
    """An account with a usable password in the trial; `purpose` is one French line for `make run`."""

    identifiant: str
    roles: tuple[Role, ...]
    purpose: str


@dataclass(frozen=True, slots=True)
class GroupMember:
    identifiant: str
    dga: str  # code of a DGA, or of the general direction
    category: Category
    presentation: str
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Representative:
    """The ninth member: comes from the agglomeration, is not an agent of the town."""

    name: str
    organisation: str
    function: str
    presentation: str


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


@dataclass(frozen=True, slots=True)
class SearchCount:
    """On every `every`-th working day, at a site or at all of them."""

    site: str | None
    people: int
    every: int
    sought: int
    found: int


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
class Job:
    """One occupation of a unit; `share` weighs it among the unit's others, `duties` is what a card says."""

    category: Category
    share: int
    has_workstation: bool
    has_mail: bool
    man: str  # the function, as a man's card shows it
    woman: str
    duties: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A direction or service of the tree, by its code, and about how many people join it."""

    code: str
    people: int
    jobs: tuple[Job, ...]


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of the many: the agent, and what their card says."""

    agent: Agent
    duties: str


@dataclass(frozen=True, slots=True)
class Card:
    identifiant: str
    duties: str
    office: str


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


# Notes to human resources


@dataclass(frozen=True, slots=True)
class MemoCircuit:
    """`steps` are pairs: the name, and who approves as in `approvals.CircuitStep.Kind`."""

    key: str
    name: str
    purpose: str
    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MemoKind:
    key: str
    name: str
    help: str
    circuit: str
    asks_person: bool = False
    asks_dates: bool = False
    retention_years: int = 5


@dataclass(frozen=True, slots=True)
class ModelText:
    kind: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Memo:
    """`visas` were given before it stopped where it is; a draft was written `sent_days_ago`."""

    key: str
    author: str
    kind: str
    subject: str
    text: str
    state: str
    sent_days_ago: int
    visas: int = 0
    written_for: str = ""
    person: str = ""
    is_opened: bool = False
    refusal: str = ""
    question: str = ""
    opinion: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class DraftApproval:
    """Where the visa on a draft is; `earlier` is the object that it had when it was first sent."""

    state: str  # approved, refused, unsent or waiting
    sent_days_ago: int | None = None
    answered_days_ago: int | None = None
    remark: str = ""
    earlier: str = ""
    is_shared: bool = False
    is_on_paper: bool = False
