"""A PostgreSQL of the faults' own, on a disk that can be filled; known before Django is."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from config.embedded_postgres import (
    SHARED_HOME,
    EmbeddedPostgres,
    Place,
    can_reach,
    own,
    reachable_programs,
    short_folders,
    unprivileged_account,
)

DATABASE_MB = 900
# Little room is taken beforehand, so that a full disk is soon felt.
SMALL_LOG = ["-c", "max_wal_size=64MB", "-c", "min_wal_size=32MB"]


@contextlib.contextmanager
def own_server() -> Iterator[EmbeddedPostgres]:
    """Durable, as a town's; on a disk of its own where root may mount one."""
    account = unprivileged_account(Path("/nonexistent/data"))
    parent = next(path for path in short_folders() if len(str(path)) < 50 and can_reach(account, path))
    folder = own(Path(tempfile.mkdtemp(prefix="demat-faults-", dir=parent)), account)
    programs = reachable_programs(account, SHARED_HOME / "tests")
    disk, sockets = (own(folder / name, account) for name in ("disk", "sockets"))
    with contextlib.ExitStack() as removed:
        removed.callback(shutil.rmtree, folder, ignore_errors=True)
        removed.enter_context(mounted(disk, DATABASE_MB))
        if account:
            os.chown(disk, account.uid, account.gid)
        place = Place(disk / "data", sockets, programs, account)
        server = EmbeddedPostgres(place, log=folder / "postgres.log")
        server.options += SMALL_LOG
        try:
            server.start()
            yield server
        finally:
            server.stop()


@contextlib.contextmanager
def mounted(folder: Path, megabytes: int) -> Iterator[None]:
    """A disk of so much there, if this account may."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0755", "tmpfs", str(folder)]
    is_ours = os.geteuid() == 0 and not subprocess.run(command, capture_output=True).returncode
    try:
        yield
    finally:
        if is_ours:
            subprocess.run(["umount", "-l", str(folder)], check=False)


@contextlib.contextmanager
def full(disk: Path) -> Iterator[None]:
    """Not a byte more goes there."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        for size in (1_048_576, 4096, 1):
            with contextlib.suppress(OSError):
                while file.write(b"x" * size):
                    pass
    try:
        yield
    finally:
        ballast.unlink()
