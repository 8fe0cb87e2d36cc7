"""The shapes of the large part's tables and of what is composed from them."""

from dataclasses import dataclass

from dematerialisation.demonstration.shapes import Agent, Category


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
