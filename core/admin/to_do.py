"""« À traiter », on the home page and first on the admin's: each app names what waits in its `registrations.py`.

For every agent, with or without the admin: a source yields what this one may do.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast

from core.french import COUNT_LIMIT, count_of


@dataclass(frozen=True, slots=True)
class Queue:
    """A line: waiting rows, their name in the singular and the plural, and the page where they wait.

    The page must show what is counted. What is late comes first, and says so by its words too.
    """

    # Or how many, where the app counts its queues together.
    rows: QuerySet[Any] | int
    singular: str
    plural: str
    url: str
    is_late: bool = False
    # Once counted.
    count: int = 0

    @property
    def label(self) -> str:
        return count_of(self.count, self.singular, self.plural)


# What an agent finds to do in one app: nothing without the right to do it.
Source = Callable[[Any], Iterable[Queue]]
SOURCES: list[Source] = []
# Of a source that has nothing for most agents: the rows without which it has none, by one plain condition. None where
# it must be asked all the same.
Probe = Callable[[Any], QuerySet[Any] | None]
PROBES: dict[Source, Probe] = {}


def register(source: Source) -> Source:
    """A decorator. Raises ValueError for a source already registered."""
    if source in SOURCES:
        raise ValueError(f"Source registered twice: {source}")
    SOURCES.append(source)
    return source


def register_with(probe: Probe) -> Callable[[Source], Source]:
    """A decorator: the source is asked only of those for whom the probe finds a row."""

    def decorate(source: Source) -> Source:
        PROBES[source] = probe
        return register(source)

    return decorate


def to_do_for(agent: Any) -> list[Queue]:
    """Return the lines that count something, late ones first; two statements for most of them."""
    queues = [queue for source in _concerning(agent) for queue in source(agent)]
    counts = _counts(queues)
    lines = [replace(queue, count=counts[place]) for place, queue in enumerate(queues) if counts[place]]
    return sorted(lines, key=lambda line: not line.is_late)


def _concerning(agent: Any) -> list[Source]:
    """Return the sources to ask; one statement for all the probes."""
    probes = {place: PROBES[source](agent) for place, source in enumerate(SOURCES) if source in PROBES}
    asked = {place: rows for place, rows in probes.items() if rows is not None}
    found = {
        place for (place,) in _together([rows.values_list(Value(place))[:1] for place, rows in asked.items()])
    }
    return [source for place, source in enumerate(SOURCES) if place in found or place not in asked]


def _counts(queues: Sequence[Queue]) -> Counter[int]:
    """Count the rows of each queue by its place: exact up to 1,000, 1,001 beyond, which reads « plus de 1 000 »."""
    counts = Counter({place: queue.rows for place, queue in enumerate(queues) if isinstance(queue.rows, int)})
    parts = [
        # With the key, or a queue of distinct rows would be one row.
        queue.rows.order_by().values_list(Value(place), Cast("pk", TextField()))[: COUNT_LIMIT + 1]
        for place, queue in enumerate(queues)
        if not isinstance(queue.rows, int)
    ]
    counts.update(place for place, _ in _together(parts))
    return counts


def _together(parts: Sequence[QuerySet[Any, Any]]) -> Iterable[tuple[Any, ...]]:
    return parts[0].union(*parts[1:], all=True).order_by() if len(parts) > 1 else chain(*parts)
