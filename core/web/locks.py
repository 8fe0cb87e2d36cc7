"""Locks on rows; and locks that stand for no row, each with a name that begins with its app's.

One connection to the database holds each at a time, whatever process it is of.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, overload

from django.db import connection
from django.db.models import Manager, Model, QuerySet


@overload
def locked[Q: QuerySet[Any]](rows: Q, *, skip_locked: bool = False) -> Q: ...
@overload
def locked[M: Model](rows: Manager[M], *, skip_locked: bool = False) -> QuerySet[M]: ...
def locked(rows: Any, *, skip_locked: bool = False) -> Any:
    """Each row, read under its lock and held to the transaction's end; rows that point at it may still be written.

    Several are locked in the order of the set: give it by id, so that two transactions never wait for each other.
    """
    return rows.select_for_update(no_key=True, of=("self",), skip_locked=skip_locked)


def lock_row[M: Model](model: type[M], pk: Any) -> M:
    """Raises the model's DoesNotExist when the row has gone."""
    return locked(model._default_manager).get(pk=pk)


def wait_for(name: str) -> None:
    """Within a transaction, which holds the lock until its end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number_of(name)])


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Whether nobody else holds the lock; it is then held to the end of the block, or of the connection."""
    is_ours = _asked("SELECT pg_try_advisory_lock(%s)", name)
    try:
        yield is_ours
    finally:
        if is_ours and connection.is_usable():
            _asked("SELECT pg_advisory_unlock(%s)", name)


def is_held(name: str) -> bool:
    """Whether a connection to this database is within `alone`; takes nothing itself."""
    return _asked(
        "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        " AND (classid::bigint << 32) | objid::bigint = %s)",
        name,
    )


def _asked(statement: str, name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, [number_of(name)])
        return bool(cursor.fetchone()[0])


def number_of(name: str) -> int:
    """PostgreSQL names its locks by 64 bits."""
    return int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)
