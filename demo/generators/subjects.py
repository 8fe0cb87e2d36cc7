"""The matters and what may be decided of each, read from their tables."""

from dataclasses import dataclass
from functools import cache

from demo.texts import subjects_life, subjects_means


@dataclass(frozen=True, slots=True)
class Subject:
    code: str  # of ACTES
    weight: int
    area: str  # of `councillors.AREAS`, or « mayor »
    objects: tuple[str, ...]
    considered: tuple[str, ...]
    decided: tuple[str, ...]


@cache
def subjects() -> dict[str, Subject]:
    found = {}
    for table in (subjects_means.TABLE, subjects_life.TABLE):
        for block in table.strip().replace("\n  ", " ").removeprefix("= ").split("\n= "):
            head, *lines = block.splitlines()
            code, weight, area = head.split(" | ")
            found[code] = Subject(
                code, int(weight), area, marked(lines, "- "), marked(lines, "+ "), marked(lines, "> ")
            )
    return found


def marked(lines: list[str], mark: str) -> tuple[str, ...]:
    return tuple(line.removeprefix(mark) for line in lines if line.startswith(mark))
