"""The matters and what may be decided of each, read from `subjects.txt`.

In this file, « = code | weight | area » opens a matter; then « - » what may be decided of it, with the words of
`council_words`, « + » what was considered, « > » what is decided.
"""

from dataclasses import dataclass
from functools import cache

from demo.data_files import read_text


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
    unfolded = read_text("subjects.txt").strip().replace("\n  ", " ").removeprefix("= ")
    for block in unfolded.split("\n= "):
        head, *lines = block.splitlines()
        code, weight, area = head.split(" | ")
        found[code] = Subject(
            code, int(weight), area, marked(lines, "- "), marked(lines, "+ "), marked(lines, "> ")
        )
    return found


def marked(lines: list[str], mark: str) -> tuple[str, ...]:
    return tuple(line.removeprefix(mark) for line in lines if line.startswith(mark))
