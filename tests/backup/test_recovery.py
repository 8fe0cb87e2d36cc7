"""The recipe of docs/exploitation.md for going back to a moment, walked on a server of its own."""

import os
import re
import shutil
import subprocess
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from config.embedded_postgres import EmbeddedPostgres, own
from tests.postgres import throw_away_server

WRITTEN = (Path(__file__).resolve().parents[2] / "docs" / "exploitation.md").read_text()
SETTINGS = dict(re.findall(r"ALTER SYSTEM SET (\w+) = '(.*)'\"", WRITTEN.replace('" -c "', '"\n"')))
[BASE_BACKUP] = re.findall(r"postgres pg_basebackup --pgdata=\S+ \S+\) (.*)$", WRITTEN, re.MULTILINE)
[RECOVERY] = re.findall(r"postgresql\.auto\.conf <<'FIN'\n(.*?)FIN\n", WRITTEN, re.DOTALL)
ARCHIVE = "/var/backups/wal"
TARGET = re.compile(r"(?<=recovery_target_time = ')[^']*")


@pytest.fixture
def server() -> Iterator[tuple[EmbeddedPostgres, Path]]:
    """A server that archives as the page says, but each second, and its folder."""
    started, folder = throw_away_server()
    own(folder / "wal", started.place.account)
    settings = SETTINGS | {
        "archive_timeout": "1s",
        "archive_command": SETTINGS["archive_command"].replace(ARCHIVE, str(folder / "wal")),
    }
    started.options += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    try:
        started.start()
        yield started, folder
    finally:
        started.stop()
        shutil.rmtree(folder, ignore_errors=True)


def connected(server: EmbeddedPostgres) -> psycopg.Connection[Any]:
    return psycopg.connect(
        host=str(server.place.sockets), user="postgres", dbname="postgres", autocommit=True
    )


def wait_for(server: EmbeddedPostgres, statement: str) -> None:
    with connected(server) as connection:
        for _ in range(200):
            [(is_so,)] = connection.execute(statement).fetchall()
            if is_so:
                return
            time.sleep(0.05)
    raise AssertionError(statement)


def write(server: EmbeddedPostgres, words: str) -> str:
    """Commit a line; the moment after it, once its journal is archived by itself."""
    with connected(server) as connection:
        connection.execute("INSERT INTO line VALUES (%s)", [words])
        [(moment, segment)] = connection.execute(
            "SELECT clock_timestamp()::text, pg_walfile_name(pg_current_wal_lsn())"
        ).fetchall()
    wait_for(server, f"SELECT last_archived_wal >= '{segment}' FROM pg_stat_archiver")
    return str(moment)


def test_the_page_archives_each_five_minutes():
    assert (SETTINGS["archive_mode"], SETTINGS["archive_timeout"]) == ("on", "5min")


def test_going_back_to_a_moment_keeps_what_came_before_it_only(server):
    running, folder = server
    with connected(running) as connection:
        connection.execute("CREATE TABLE line (words text)")
    account = running.place.account
    program = running.place.programs / "pg_basebackup"
    place = ["--host", str(running.place.sockets), "--username=postgres", "--pgdata", str(folder / "base")]
    owner: Any = {"user": account.uid, "group": account.gid} if account else {}
    subprocess.run([program, *place, *BASE_BACKUP.split()], check=True, cwd="/", **owner)
    moment = write(running, "kept")
    write(running, "mistake")
    running.stop()
    shutil.rmtree(running.place.data)
    own(running.place.data, account)
    with tarfile.open(folder / "base" / "base.tar.gz") as base:
        base.extractall(running.place.data, filter="tar")
    own(running.place.sockets, account)
    settings = TARGET.sub(moment, RECOVERY.replace(ARCHIVE, str(folder / "wal")))
    with (running.place.data / "postgresql.auto.conf").open("a") as file:
        file.write(settings)
    (running.place.data / "recovery.signal").touch()
    for path in (running.place.data, *running.place.data.rglob("*")):
        os.chown(path, owner.get("user", -1), owner.get("group", -1))
    running.start()
    wait_for(running, "SELECT NOT pg_is_in_recovery()")
    with connected(running) as connection:
        assert connection.execute("SELECT words FROM line").fetchall() == [("kept",)]
