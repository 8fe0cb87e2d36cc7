"""Pytest plugin (`-p tests.postgres`): a throw-away PostgreSQL when DATABASE_URL is unset."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import environ
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

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
from tests.databases import RUN, drop, drop_databases_of_the_run

IN_MEMORY, ROOM = Path("/dev/shm"), 4 << 30
_running: list[tuple[EmbeddedPostgres, Path]] = []


def in_memory() -> list[Path]:
    """Where there is room: a database is 3,000 files, which some disks take a second to make, for each copy."""
    is_roomy = IN_MEMORY.is_dir() and shutil.disk_usage(IN_MEMORY).free >= ROOM
    return [IN_MEMORY] if is_roomy else []


def throw_away_server() -> tuple[EmbeddedPostgres, Path]:
    """A server in a temporary folder, and that folder."""
    account = unprivileged_account(Path("/nonexistent/data"))
    folders = [*in_memory(), *short_folders()]
    parent = next(path for path in folders if len(str(path)) < 50 and can_reach(account, path))
    folder = own(Path(tempfile.mkdtemp(prefix="demat-test-", dir=parent)), account)
    programs = reachable_programs(account, SHARED_HOME / "tests")
    place = Place(folder / "data", own(folder / "sockets", account), programs, account)
    server = EmbeddedPostgres(place, log=folder / "postgres.log", durable=False)
    # Statistics change when a test asks for them, not when the daemon happens to pass.
    server.options += ["-c", "autovacuum_analyze_threshold=2147483647"]
    return server, folder


@contextmanager
def empty_database(prefix: str) -> Iterator[str]:
    """The address of a new database on the server of these tests."""
    server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    found = environ.Env.db_url_config(f"{server}/postgres")
    address = {
        "host": found["HOST"],
        "port": found["PORT"],
        "user": found["USER"],
        "password": found["PASSWORD"],
    }
    known = {key: value for key, value in address.items() if value}
    name = f"{prefix}_{os.getpid()}"
    with psycopg.connect(make_conninfo("", dbname="postgres", **known), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server}/{name}"
        finally:
            drop(connection, name)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    # Before pytest-django loads the settings. The workers of xdist inherit the variables.
    is_worker = RUN in os.environ
    os.environ.setdefault(RUN, uuid.uuid4().hex[:12])
    if os.environ.get("DATABASE_URL"):
        if not is_worker:
            early_config.add_cleanup(drop_databases_of_the_run)
        return
    server, folder = throw_away_server()
    _running.append((server, folder))
    early_config.add_cleanup(stop_servers)
    server.start()
    os.environ["DATABASE_URL"] = server.place.url
    os.environ["TESTS_OWN_SERVER"] = str(server.place.sockets)


def stop_servers() -> None:
    """Stop what was started here and remove its folder."""
    while _running:
        server, folder = _running.pop()
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
