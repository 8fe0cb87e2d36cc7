"""« À traiter », on the intranet's home page and first on the admin's: each app names what waits in its `to_do.py`.

For every agent, with or without the admin: a source yields what this one may do.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from core.ui.french import COUNT_LIMIT, count_of
from core.ui.statements import Statement


@dataclass(frozen=True, slots=True)
class ToDo:
    """One line: how many, their name in the singular and the plural, and the page where they wait."""

    count: int
    singular: str
    plural: str
    url: str
    is_late: bool = False

    @property
    def label(self) -> str:
        return count_of(self.count, self.singular, self.plural)


@dataclass(frozen=True, slots=True)
class KeptRows:
    """What a statement that is kept finds for these values."""

    statement: Statement
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits, before it is counted.

    The page must show what is counted. What is late comes first, and says so by its words too. `within` are rows of few
    tables, read first: where there is none of them, there is none of `rows`, which PostgreSQL takes longer to plan.
    """

    rows: QuerySet[Any] | KeptRows
    singular: str
    plural: str
    url: str
    is_late: bool = False
    within: KeptRows | None = None


# What an agent finds to do in one app: nothing without the right to do it.
Source = Callable[[Any], Iterable[Queue]]
SOURCES: list[Source] = []


def register(source: Source) -> Source:
    """A decorator. Raises ValueError for a source already registered."""
    if source in SOURCES:
        raise ValueError(f"Source registered twice: {source}")
    SOURCES.append(source)
    return source


def kept_rows(build: Callable[..., QuerySet[Any]]) -> Callable[..., KeptRows]:
    """A decorator, for what is counted on many people's home page: composed once, see `core.ui.statements`."""
    statement = Statement(lambda **values: _counted(build(**values)))
    return lambda **values: KeptRows(statement, values)


def to_do_for(agent: Any) -> list[ToDo]:
    """Without the lines that count nothing; one statement for all the counts, and one for what `within` leaves."""
    queues = [queue for source in SOURCES for queue in source(agent)]
    counts = _counts(queues)
    lines = [
        ToDo(count, queue.singular, queue.plural, queue.url, queue.is_late)
        for queue, count in zip(queues, counts, strict=True)
        if count
    ]
    return sorted(lines, key=lambda line: not line.is_late)


def _counts(queues: Sequence[Queue]) -> list[int]:
    first = [queue.within or queue.rows for queue in queues]
    # Several queues have the same `within`.
    asked = {id(rows): rows for rows in first}
    found = dict(zip(asked, _count_up_to_limit(list(asked.values())), strict=True))
    left = [queue.rows for queue in queues if queue.within and found[id(queue.within)]]
    found |= zip(map(id, left), _count_up_to_limit(left), strict=True)
    # A queue that has nothing within has nothing.
    return [found.get(id(queue.rows), 0) for queue in queues]


def _counted(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by().values("pk")[: COUNT_LIMIT + 1]


def _count_up_to_limit(queues: Sequence[QuerySet[Any] | KeptRows]) -> list[int]:
    """Exact up to 1,000, 1,001 beyond: `count_of` then says « plus de 1 000 »."""
    counts: list[str] = []
    params: list[Any] = []
    given: Sequence[Any]
    for rows in queues:
        try:
            if isinstance(rows, KeptRows):
                sql, given = rows.statement.sql(**rows.values)
            else:
                sql, given = _counted(rows).query.sql_with_params()
        except EmptyResultSet:
            counts.append("0")
        else:
            counts.append(f"(SELECT count(*) FROM ({sql}) AS waiting)")  # noqa: S608  (what Django wrote)
            params += given
    if not counts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts)}", params)
        return list(cursor.fetchone())
