"""Whether another connection waits for a lock that this one holds, for races whose order is to be certain."""

import time
from concurrent.futures import Future
from typing import Any

from django.db import connection


def is_waited_for() -> bool:
    """Asked of the locks: pg_stat_activity would show the same all along a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])


def until_waited_for(running: Future[Any]) -> None:
    """Fails when the other one ends without having waited."""
    while not is_waited_for():
        if running.done():
            raise AssertionError(f"nothing made it wait: {running.result()}")
        time.sleep(0.02)
