"""Locks that stand for no row: one connection to the database holds each at a time, whatever process it is of.

Each has a name, which begins with its app's.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from django.db import connection


def wait_for(name: str) -> None:
    """Within a transaction, which holds the lock until its end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_number(name)])


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Whether nobody else holds the lock; it is then held to the end of the block, or of the connection."""
    is_ours = _asked("SELECT pg_try_advisory_lock(%s)", name)
    try:
        yield is_ours
    finally:
        if is_ours and connection.is_usable():
            _asked("SELECT pg_advisory_unlock(%s)", name)


def _asked(statement: str, name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, [_number(name)])
        return bool(cursor.fetchone()[0])


def _number(name: str) -> int:
    """PostgreSQL names its locks by 64 bits."""
    return int.from_bytes(sha256(name.encode()).digest()[:8], signed=True)
