"""Connections to the database: taken before a request runs, given back before its answer leaves."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model
from psycopg_pool import ConnectionPool, PoolTimeout

IN_MEMORY = 1_048_576
WRITING = re.compile(r"\b(INSERT INTO|DELETE FROM|UPDATE \S+ (AS \S+ )?SET)\b")
# Session upkeep, counters, files that wait for their form: not what a person sent.
NOT_SENT = ('"django_session"', '"cache"', '"documents_upload"')
IDLE_IN_TRANSACTION = "25P03"


def release_connections() -> None:
    """Give this thread's idle connections back to the pool; one in the middle of a transaction stays."""
    # Django's close_old_connections would cut that one.
    for each in connections.all(initialized_only=True):
        if not each.in_atomic_block:
            each.close_if_unusable_or_obsolete()


def spooled(pieces: Iterable[str | bytes]) -> IO[bytes]:
    """All the pieces, read now into a file open at its start: sending it no longer needs the database."""
    memory = BytesIO()
    file: IO[bytes] = memory
    for piece in pieces:
        file.write(piece.encode() if isinstance(piece, str) else piece)
        if file is memory and memory.tell() > IN_MEMORY:
            file = TemporaryFile()  # noqa: SIM115  (the response closes it)
            file.write(memory.getvalue())
    file.seek(0)
    return file


def call(function: str, *values: Any, using: str = DEFAULT_DB_ALIAS) -> Any:
    """Return what a function of PostgreSQL answers, of its own or of the site."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT {function}({', '.join(['%s'] * len(values))})", values)
        return cursor.fetchone()[0]


def commit_lazily() -> None:
    """Let the commit of this transaction not wait for the disk: a power cut may lose it."""
    call("set_config", "synchronous_commit", "off", True)


def defer_constraint(name: str) -> None:
    """Check this constraint at the end of the transaction: rows may trade places meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {connection.ops.quote_name(name)} DEFERRED")


def vacuum(*models: type[Model]) -> None:
    """Give the space of deleted rows back; outside a transaction."""
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM {tables}")


@contextmanager
def reading() -> Iterator[None]:
    """A transaction that writes nothing; it begins with its first statement, and costs nothing without one."""
    if connection.in_atomic_block:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
            yield
        return
    connection.ensure_connection()
    driver, is_over = connection.connection, False
    driver.read_only = True

    def end() -> None:
        nonlocal is_over
        if not is_over and not driver.closed:
            driver.read_only = None
        is_over = True

    try:
        with transaction.atomic():
            # Before all that waits for the end of the page, and may write.
            transaction.on_commit(end)
            yield
    finally:
        end()


class CommitWatch:
    """Whether something was written so far, and whether it is kept; for `connection.execute_wrapper`."""

    def __init__(self) -> None:
        self.has_written = self.has_committed = False

    def __call__(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        result = execute(sql, params, many, context)
        text = str(sql)
        if not self.has_committed and WRITING.search(text) and not any(t in text for t in NOT_SENT):
            self.has_written = True
            transaction.on_commit(self._note)
        return result

    def _note(self) -> None:
        self.has_committed = True


def is_temporary(error: BaseException | None) -> bool:
    """The database was busy, restarted, or stopped a statement that took too long: later, it may work."""
    if isinstance(error, OperationalError | InterfaceError):
        return True
    return getattr(error and error.__cause__, "sqlstate", None) == IDLE_IN_TRANSACTION


def serve_pages() -> None:
    """Configure the site's connections, unlike those of workers and commands; call it before the first is opened."""
    options = connections.settings["default"]["OPTIONS"]
    flags = [f"-c {name}={seconds * 1000}" for name, seconds in settings.DATABASE_TIMEOUTS.items()]
    options["options"] = " ".join([options.get("options", ""), *flags]).strip()
    if "pool" in options:
        options["pool"]["check"] = ConnectionPool.check_connection


def leave_the_pool(*, seconds: int) -> None:
    """For a command, whose one connection must come within so many seconds, or fail.

    The pool's threads try again and again, warn in English each time, and are waited for at the end.
    """
    if connection.connection is None:
        _set_apart(connection, seconds)


def of_its_own(error: Exception, *, seconds: int = 3) -> Exception:
    """Return the refusal of a connection beside the pool: the pool gives up without a reason."""
    if not isinstance(error.__cause__, PoolTimeout):
        return error
    beside = connection.copy()
    _set_apart(beside, seconds)
    try:
        beside.ensure_connection()
    except OperationalError as refusal:
        return refusal
    finally:
        beside.close()
    return error


def _set_apart(wrapper: BaseDatabaseWrapper, seconds: int) -> None:
    """Not opened yet, it will not ask the pool."""
    given = wrapper.settings_dict["OPTIONS"]
    kept = {name: value for name, value in given.items() if name != "pool"}
    wrapper.settings_dict["OPTIONS"] = kept | {"connect_timeout": seconds}
