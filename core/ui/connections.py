"""Connections to the database: taken before a request runs, given back before its answer leaves."""

import re
from collections.abc import Callable, Iterable
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connections, transaction

IN_MEMORY = 1_048_576
WRITING = re.compile(r"\b(INSERT INTO|DELETE FROM|UPDATE \S+ (AS \S+ )?SET)\b")
# Session upkeep, counters, files that wait for their form: not what a person sent.
NOT_SENT = ('"django_session"', '"cache"', '"documents_upload"')
IDLE_IN_TRANSACTION = "25P03"


def release_connections() -> None:
    """Give this thread's idle connections back to the pool; one in the middle of a transaction stays."""
    # Django's close_old_connections would cut that one.
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


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


class CommitWatch:
    """Whether what was written so far is kept; for `connection.execute_wrapper`."""

    def __init__(self) -> None:
        self.has_committed = False

    def __call__(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        result = execute(sql, params, many, context)
        text = str(sql)
        if not self.has_committed and WRITING.search(text) and not any(t in text for t in NOT_SENT):
            transaction.on_commit(self._note)
        return result

    def _note(self) -> None:
        self.has_committed = True


def is_temporary(error: BaseException | None) -> bool:
    """The database was busy, restarted, or stopped a statement that took too long: later, it may work."""
    if isinstance(error, OperationalError | InterfaceError):
        return True
    return getattr(error and error.__cause__, "sqlstate", None) == IDLE_IN_TRANSACTION


def limit_statements() -> None:
    """Apply DATABASE_TIMEOUTS to the connections that this process opens from now on; for the site only."""
    options = connections.settings["default"]["OPTIONS"]
    flags = [f"-c {name}={seconds * 1000}" for name, seconds in settings.DATABASE_TIMEOUTS.items()]
    options["options"] = " ".join([options.get("options", ""), *flags]).strip()
