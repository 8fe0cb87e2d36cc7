"""A PostgreSQL of the faults' own, on a disk that can be filled; known before Django is."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

from config.embedded_postgres import EmbeddedPostgres, Place, own
from config.processes import stop
from tests.postgres import throw_away_server

DATABASE_MB = 900
# Little room is taken beforehand, so that a full disk is soon felt.
SMALL_LOG = ["-c", "max_wal_size=64MB", "-c", "min_wal_size=32MB"]


@contextlib.contextmanager
def own_server() -> Iterator[EmbeddedPostgres]:
    """Durable, as a town's; on a disk of its own where root may mount one."""
    ephemeral, folder = throw_away_server()
    place = ephemeral.place
    disk = own(folder / "disk", place.account)
    with contextlib.ExitStack() as removed:
        removed.callback(shutil.rmtree, folder, ignore_errors=True)
        removed.enter_context(mounted(disk, DATABASE_MB))
        if place.account:
            os.chown(disk, place.account.uid, place.account.gid)
        server = EmbeddedPostgres(
            Place(disk / "data", place.sockets, place.programs, place.account), log=folder / "postgres.log"
        )
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


def halt(server: EmbeddedPostgres, *signals: signal.Signals) -> None:
    """Its folder of sockets stays, unlike with `stop()`: it comes back to the same place."""
    assert server.process
    stop(server.process, *signals)


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
