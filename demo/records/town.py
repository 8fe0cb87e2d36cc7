"""Directions, agents, accounts, the group's members; and what people search for."""

from dataclasses import dataclass
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
    "mail_office",
    "administrator",
]


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
class SearchCount:
    """On every `every`-th working day, at a site or at all of them."""

    site: str | None
    people: int
    every: int
    sought: int
    found: int


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
class Assignment:
    """What an agent does beside their place, since so many days, and for how many."""

    identifiant: str
    kind: str
    title: str
    direction: str | None  # code
    since_days: int
    for_days: int | None


@dataclass(frozen=True, slots=True)
class Card:
    identifiant: str
    duties: str
    office: str
