"""Reading the tables of software: one block each, long lines folded under an indent."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

SoftwareState = Literal["project", "in_use", "being_replaced", "retired"]
STATES: dict[str, SoftwareState] = {
    "project": "project",
    "in_use": "in_use",
    "being_replaced": "being_replaced",
    "retired": "retired",
}


@dataclass(frozen=True, slots=True)
class Task:
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Software:
    name: str
    owner: str  # code of a direction or service
    state: SoftwareState
    version: str  # empty while it is a project
    vendor: str
    needs: tuple[str, ...]
    purpose: str
    start: str
    one: str  # « l’acte »
    several: str  # « les actes »
    tasks: tuple[Task, ...]


def read_software(table: str) -> Iterator[Software]:
    """« = name | owner | state | version | vendor | needs », « for: », « start: », « noun: one / several », the tasks.

    A task is « * title: text ».
    """
    unfolded = table.strip().replace("\n  ", " ").removeprefix("= ")
    for block in unfolded.split("\n= "):
        head, purpose, start, noun, *tasks = block.splitlines()
        name, owner, state, version, vendor, needs = (word.strip() for word in head.split("|"))
        one, several = noun.removeprefix("noun: ").split(" / ")
        yield Software(
            name=name,
            owner=owner,
            state=STATES[state],
            version=version,
            vendor=vendor,
            needs=tuple(needs.split(", ")),
            purpose=purpose.removeprefix("for: "),
            start=start.removeprefix("start: "),
            one=one,
            several=several,
            tasks=tuple(Task(*task.removeprefix("* ").split(": ", 1)) for task in tasks),
        )
