"""Databases made once a run and copied: one with the migrations' rows, one with the demonstration town.

The first worker that asks makes it; the others wait, then copy its files, which takes a second instead of a minute.
The rows of the migrations are kept from one run to the next, as long as the migrations are the same.
"""

import hashlib
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from config.embedded_postgres import unpack

CHECKOUT = Path(__file__).resolve().parent.parent
# Set by tests/postgres.py: what the names of this run's databases start with.
RUN = "TESTS_RUN"
MIGRATED = "migrated"
# What the migrations of some app read: its rows, and the modules that they import.
READ = (
    "migrations/*.py",
    "initial_data.py",
    "data/*",
    "constraints.py",
    "context.py",
    "ordering.py",
    "public_ids.py",
    "roles.py",
    "sql.py",
    "tracking.py",
    "vocabulary.py",
    "models/councillors.py",
    "models/nomenclature.py",
)
# Which of this process's copies are made.
_copied: set[str] = set()


def use_migrated() -> None:
    """Make Django create the test database as a copy of the one that was migrated."""
    connection.settings_dict["TEST"]["TEMPLATE"] = made_once(MIGRATED, _migrate)


def _migrate() -> None:
    """On what an earlier run left in `.local`, the migrations find nothing to do."""
    dump = _dump() if "TESTS_OWN_SERVER" in os.environ else None
    if is_known := bool(dump and dump.exists()):
        with connection.cursor() as cursor:
            cursor.execute(dump.read_text())
        # A dump empties the path where its connection looks for tables.
        connection.close()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    if dump and not is_known:
        # A checkout that is another's to write migrates each time.
        with suppress(OSError):
            _write(dump)


def _dump() -> Path:
    """The file that holds the migrated database, named by all that the migrations read."""
    found = {
        path for pattern in READ for start in ("*", "*/*") for path in CHECKOUT.glob(f"{start}/{pattern}")
    }
    # The demonstration's rows are loaded after the migrations.
    read = {path for path in found if path.is_file() and path.relative_to(CHECKOUT).parts[0] != "demo"}
    digest = hashlib.sha256()
    for path in sorted(read | {CHECKOUT / "requirements-dev.txt", CHECKOUT / "config" / "settings.py"}):
        digest.update(f"{path.relative_to(CHECKOUT)}\n".encode() + path.read_bytes())
    return CHECKOUT / ".local" / "tests" / f"migrated-{digest.hexdigest()[:16]}.sql"


def _write(dump: Path) -> None:
    """In one move, in place of those of other migrations; without the words that psql alone understands."""
    place = connection.get_connection_params()
    named = [
        f"--{name}={place[key]}" for name, key in (("host", "host"), ("username", "user")) if place.get(key)
    ]
    command = [unpack() / "bin" / "pg_dump", *named, "--rows-per-insert=1000", place["dbname"]]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    dump.parent.mkdir(parents=True, exist_ok=True)
    for other in dump.parent.glob("migrated-*"):
        other.unlink(missing_ok=True)
    unfinished = dump.with_suffix(f".{os.getpid()}")
    unfinished.write_text(
        "".join(
            line
            for line in text.splitlines(keepends=True)
            if not line.startswith(("\\restrict", "\\unrestrict"))
        )
    )
    unfinished.rename(dump)


def copy_of(name: str, *, build: Callable[[], None], source: str = "") -> str:
    """This process's own copy of a database that `build` filled once, after the migrations or upon `source`."""
    copy = _name_of_copy(name)
    if copy not in _copied:
        _copy(name, copy, build, source)
        _copied.add(copy)
    return copy


@contextmanager
def throw_away_copy_of(name: str, *, build: Callable[[], None]) -> Iterator[str]:
    copy = f"{_name_of_copy(name)}_once"
    _copy(name, copy, build)
    yield copy
    with _maintenance() as cursor:
        drop(cursor.connection, copy)


def _copy(name: str, copy: str, build: Callable[[], None], source: str = "") -> None:
    template = made_once(name, build, source=source or migrated())
    with _maintenance() as cursor:
        _create(cursor, copy, template)


def _name_of_copy(name: str) -> str:
    return f"{_full_name(name)}_{os.environ.get('PYTEST_XDIST_WORKER', 'gw')}"


def made_once(name: str, build: Callable[[], None], *, source: str = "") -> str:
    """The name of the run's database `name`: a copy of `source`, on which `build` was called."""
    full_name = _full_name(name)
    unfinished = f"{full_name}_unfinished"
    with _maintenance() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [full_name])
        if not _exists(cursor, full_name):
            cursor.execute(_statement("DROP DATABASE IF EXISTS {}", unfinished))
            _create(cursor, unfinished, source or "template1")
            with connected_to(unfinished):
                build()
            cursor.execute(_statement("ALTER DATABASE {} RENAME TO {}", unfinished, full_name))
    return full_name


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """New connections, those of a live server's threads too, are to the database `name`."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def drop_databases_of_the_run() -> None:
    """Those of a server that outlives the tests; where none answers, there are none."""
    place = connection.get_connection_params() | {"dbname": "postgres"}
    with suppress(psycopg.OperationalError), psycopg.connect(**place, autocommit=True) as server:
        names = server.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [_full_name("")]
        )
        for (name,) in names.fetchall():
            drop(server, name)


def drop(server: psycopg.Connection, name: str) -> None:
    """By force: a browser's last connection may still be open. A vacuum cannot be forced, and ends by itself."""
    for _ in range(100):
        with suppress(psycopg.errors.InsufficientPrivilege):
            server.execute(_statement("DROP DATABASE {} WITH (FORCE)", name))
            return
        time.sleep(0.1)
    raise AssertionError(f"{name} cannot be dropped")


def _full_name(name: str) -> str:
    return f"test_{os.environ[RUN]}_{name}"


def migrated() -> str:
    """The test database itself is as good, when it was kept from an earlier run (`--reuse-db`)."""
    name = _full_name(MIGRATED)
    with _maintenance() as cursor:
        return name if _exists(cursor, name) else connection.settings_dict["NAME"]


@contextmanager
def _maintenance() -> Iterator[psycopg.Cursor]:
    connection.close()
    with connection._nodb_cursor() as cursor:
        yield cursor


def _exists(cursor: psycopg.Cursor, name: str) -> bool:
    cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
    return bool(cursor.rowcount)


def _create(cursor: psycopg.Cursor, name: str, template: str) -> None:
    cursor.execute(_statement("CREATE DATABASE {} TEMPLATE {}", name, template))


def _statement(text: str, *names: str) -> sql.Composed:
    return sql.SQL(text).format(*map(sql.Identifier, names))
