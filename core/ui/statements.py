"""Statements that Django composes once a day in each process, where only values change from one page to the next.

The ORM takes longer to compose a statement than PostgreSQL to answer it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, NamedTuple, NoReturn
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Prefetch, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError
from django.utils.timezone import localdate

from core.ui.locks import is_locking

logger = logging.getLogger(__name__)

# Of each statement: how many are kept of a day (beyond, it starts again), and for tuples of what length at most.
MOST_KEPT, LONGEST = 64, 50
# What stands for the values while Django composes, in two rounds: within every range, and found nowhere else.
ROUNDS = (1_900_000_001, 1_950_000_001)
MISSING: Any = object()
Take = Callable[[Any], Any]


class Kind(NamedTuple):
    """How a value is taken apart: what decides the words of the statement, and what only fills it."""

    shape: Callable[[Any], Any]
    values: Callable[[Any], list[Any]]
    # Like the given one, with what `take` returns for each of its values, in their order.
    stand_in: Callable[[Any, Take], Any]


class _TooLong(Exception):
    """A tuple of values that is seldom as long twice."""


class NotKept(TypeError):
    """What `build` makes depends on more than its values."""


def _shapes(values: tuple[Any, ...]) -> tuple[Any, ...]:
    if len(values) > LONGEST:
        raise _TooLong
    return tuple(map(_shape, values))


# By class; the apps above add theirs.
DECIDING = Kind(lambda value: value, lambda _: [], lambda value, _: value)
FILLING = Kind(lambda value: value.__class__, lambda value: [value], lambda value, take: take(value))
KINDS: dict[type, Kind] = {
    **dict.fromkeys((bool, type(None)), DECIDING),
    **dict.fromkeys((int, str, datetime, UUID, list), FILLING),
    tuple: Kind(
        _shapes,
        lambda values: [part for value in values for part in _values(value)],
        lambda values, take: tuple(_stand_in(value, take) for value in values),
    ),
}
STAND_INS: dict[type, Callable[[int], Any]] = {
    int: lambda number: number,
    str: lambda number: f"\ue000{number}\ue001",
    datetime: lambda number: datetime(6000, 1, 1, tzinfo=UTC) + timedelta(seconds=number),
    UUID: lambda number: UUID(int=number),
    list: lambda number: [number],
}


@dataclass(frozen=True)
class _Composed:
    queryset: QuerySet[Any]
    compiler: SQLCompiler
    sql: str
    # Each is a constant, or the place of a value among those given.
    params: list[tuple[Any, int | None]]


class Statement:
    """`Statement(build)`: the queryset that `build` makes of the values given by name, composed once for each shape.

    Values are numbers, words, moments, keys, agents, and tuples of these; a tuple's length, True, False and None are
    part of the shape, as an agent's roles are; a list is one value, for `= ANY`.

    `build` sees these and today's date: it may not ask the database, look at the clock, make one value of another, nor
    limit the rows by one. Most of it is refused when it is composed (NotKept), which fails the tests; a page that meets
    it all the same is answered by a statement that is not kept. In tests, each statement is compared with what Django
    composes of the values themselves.
    """

    is_strict = False

    def __init__(self, build: Callable[..., QuerySet[Any]]) -> None:
        self.build = build
        self.kept: dict[Any, _Composed | None] = {}
        self.kept_on: date | None = None

    def rows(self, **values: Any) -> list[Any]:
        """`list(build(**values))`."""
        try:
            composed, *sent = self.filled(values)
        except EmptyResultSet:
            return []
        except (_TooLong, NotKept) as reason:
            self._note(reason)
            return list(self.build(**values))
        if is_locking(composed.queryset) and not connection.in_atomic_block:
            raise TransactionManagementError("rows are locked within a transaction")
        queryset = composed.queryset.all()

        def get_compiler(using: str | None = None, *_: Any, **__: Any) -> SQLCompiler:
            compiler = copy(composed.compiler)
            compiler.connection = connections[using or DEFAULT_DB_ALIAS]
            vars(compiler)["as_sql"] = lambda *_, **__: sent
            return compiler

        vars(queryset.query)["get_compiler"] = get_compiler
        # A list: of a queryset, a further filter would be forgotten.
        return list(queryset)

    def first(self, **values: Any) -> Any:
        return next(iter(self.rows(**values)), None)

    def sql(self, **values: Any) -> tuple[str, list[Any]]:
        """`build(**values).query.sql_with_params()`, which raises EmptyResultSet where no row is possible."""
        try:
            _, sql, params = self.filled(values)
        except (_TooLong, NotKept) as reason:
            self._note(reason)
            sql, given = self.build(**values).query.sql_with_params()
            return sql, list(given)
        return sql, params

    def _note(self, reason: Exception) -> None:
        if isinstance(reason, NotKept):
            if self.is_strict:
                raise reason
            logger.error("%s is composed again each time: %s", self.build, reason)

    def filled(self, values: dict[str, Any]) -> tuple[_Composed, str, list[Any]]:
        today = localdate()
        key = today, *((name, _shape(value)) for name, value in values.items())
        # Read once: another thread may start again meanwhile.
        composed = self.kept.get(key, MISSING)
        if composed is MISSING:
            composed = self._composed(values)
            if len(self.kept) >= MOST_KEPT or self.kept_on != today:
                # Those of another day are not asked for any more.
                self.kept.clear()
                self.kept_on = today
            self.kept[key] = composed
        if composed is None:
            raise EmptyResultSet
        given = _flat(values)
        params = [constant if place is None else given[place] for constant, place in composed.params]
        return composed, composed.sql, params

    def _composed(self, values: dict[str, Any]) -> _Composed | None:
        first, second = (_stand_ins(values, count(start)) for start in ROUNDS)
        with connection.execute_wrapper(_refuse_to_ask):
            queryset: Any = self.build(**first)
            other = self.build(**second)
            compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
            try:
                sql, params = compiler.as_sql()
                same, others = other.query.sql_with_params()
            except EmptyResultSet:
                return None
        if any(isinstance(lookup, Prefetch) for lookup in queryset._prefetch_related_lookups):
            raise NotKept(f"{self.build}: what is prefetched may only be named")
        if sql != same or queryset._known_related_objects:
            raise NotKept(f"{self.build}: a value does more than fill the statement")
        given = list(zip(_flat(first), _flat(second), strict=True))
        return _Composed(
            queryset, compiler, sql, [_placed(pair, given) for pair in zip(params, others, strict=True)]
        )


def _placed(pair: tuple[Any, Any], given: list[tuple[Any, Any]]) -> tuple[Any, int | None]:
    """What both rounds have alike is a constant."""
    one, other = pair
    if one == other:
        return one, None
    if pair not in given:
        raise NotKept(f"a kept statement holds what is made of a value or of a clock: {one!r}")
    return None, given.index(pair)


def _kind_of(value: Any) -> Kind:
    # Also of who is signed in, whose class is said by a proxy.
    if kind := KINDS.get(value.__class__):
        return kind
    raise NotKept(f"a statement is not kept for {value.__class__}")


def _shape(value: Any) -> Any:
    return _kind_of(value).shape(value)


def _values(value: Any) -> list[Any]:
    return _kind_of(value).values(value)


def _stand_in(value: Any, take: Take) -> Any:
    return _kind_of(value).stand_in(value, take)


def _flat(values: dict[str, Any]) -> list[Any]:
    return [part for value in values.values() for part in _values(value)]


def _stand_ins(values: dict[str, Any], numbers: count[int]) -> dict[str, Any]:
    def take(value: Any) -> Any:
        return STAND_INS[value.__class__](next(numbers))

    return {name: _stand_in(value, take) for name, value in values.items()}


def _refuse_to_ask(*_: Any) -> NoReturn:
    raise NotKept("a kept statement asks nothing while it is composed: the answer would be kept with it")
