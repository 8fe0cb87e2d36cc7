"""The software: six with the town, the others as it grows."""

from collections.abc import Iterator

from demo.data_files import read_text
from demo.records import Software, Task


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
