"""« À traiter », the first block of the admin's home page: each app gives its counts in its `to_do.py`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from core.ui.french import COUNT_LIMIT, count_of


@dataclass(frozen=True, slots=True)
class ToDo:
    """One line: how many, their name in the singular and the plural, and the page where they wait.

    The page must show what is counted. What is late comes first, and says so by its words too.
    """

    count: int
    singular: str
    plural: str
    url: str
    is_late: bool = False

    @property
    def label(self) -> str:
        return count_of(self.count, self.singular, self.plural)


# What an agent finds to do in one app: nothing without the right to do it, in a constant number
# of statements.
Source = Callable[[Any], Iterable[ToDo]]
SOURCES: list[Source] = []


def register(source: Source) -> Source:
    """A decorator. Raises ValueError for a source already registered."""
    if source in SOURCES:
        raise ValueError(f"Source registered twice: {source}")
    SOURCES.append(source)
    return source


def to_do_for(agent: Any) -> list[ToDo]:
    """Without the lines that count nothing."""
    lines = [line for source in SOURCES for line in source(agent) if line.count]
    return sorted(lines, key=lambda line: not line.is_late)


def count_up_to_limit(rows: QuerySet[Any]) -> int:
    """Exact up to 1,000, 1,001 beyond: `count_of` then says « plus de 1 000 »."""
    return rows.order_by()[: COUNT_LIMIT + 1].count()
