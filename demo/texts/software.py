"""The software: six with the town, the others as it grows; what is known of their problems and contracts."""

from collections.abc import Iterator
from typing import Any

from demo.data_files import read_text, read_toml, records
from demo.records.software import FollowUp, Software, Task


def read_software(name: str) -> Iterator[Software]:
    """« = name | owner | state | version | vendor | needs », « for: », « start: », « noun: one / several », the tasks.

    A task is « * title: text »; long lines are folded under an indent of two spaces.
    """
    unfolded = read_text(name).strip().replace("\n  ", " ").removeprefix("= ")
    for block in unfolded.split("\n= "):
        head, purpose, start, noun, *tasks = block.splitlines()
        title, owner, state, version, vendor, needs = (word.strip() for word in head.split("|"))
        one, several = noun.removeprefix("noun: ").split(" / ")
        yield Software(
            name=title,
            owner=owner,
            state=state,
            version=version,
            vendor=vendor,
            needs=tuple(needs.split(", ")),
            purpose=purpose.removeprefix("for: "),
            start=start.removeprefix("start: "),
            one=one,
            several=several,
            tasks=tuple(Task(*task.removeprefix("* ").split(": ", 1)) for task in tasks),
        )


SMALL_PART = tuple(read_software("software.txt"))
LARGE_PART = tuple(read_software("software_large.txt"))

# By software, what is known: "archiving", "workflows", "recovery", "contract", "shared", each when there is something.
KNOWN: dict[str, dict[str, dict[str, Any]]] = read_toml("software_problems.toml")
FOLLOW_UPS = records(FollowUp, read_toml("software_follow_ups.toml")["follow_ups"])
