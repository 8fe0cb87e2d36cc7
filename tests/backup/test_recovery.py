"""The database's journal on a second machine, and the recipe of docs/exploitation.md for going back to a moment."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.utils import timezone

from config.embedded_postgres import EmbeddedPostgres, own
from core.backup import contents, registrations
from core.operations.findings import Severity
from tests.emptying import OWN_SERVER
from tests.postgres import throw_away_server

CHECKOUT = Path(__file__).resolve().parents[2]
WRITTEN = (CHECKOUT / "docs" / "exploitation.md").read_text()
[RECOVERY] = re.findall(r"postgresql\.auto\.conf <<'FIN'\n(.*?)FIN\n", WRITTEN, re.DOTALL)
JOURNAL = "/var/backups/wal"
TARGET = re.compile(r"(?<=recovery_target_time = ')[^']*")


@dataclass
class Machines:
    """A server, and the second machine's folder."""

    server: EmbeddedPostgres
    folder: Path

    def environ(self) -> dict[str, str]:
        place = self.server.place
        return {
            **os.environ,
            "PATH": f"{place.programs}:{os.environ['PATH']}",
            "PGHOST": str(place.sockets),
            "PGUSER": "postgres",
            "WAL_FOLDER": str(self.folder / "second"),
        }

    def receive(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(["bash", "deploy/wal/receive", *words], env=self.environ(), cwd=CHECKOUT)

    def copy_whole(self) -> None:
        assert self.receive("base").wait(timeout=60) == 0

    def connected(self) -> psycopg.Connection[Any]:
        place = str(self.server.place.sockets)
        return psycopg.connect(host=place, user="postgres", dbname="postgres", autocommit=True)

    def ask(self, statement: str) -> Any:
        with self.connected() as connection:
            [(answer,)] = connection.execute(statement).fetchall()
        return answer

    def wait_for(self, statement: str) -> None:
        for _ in range(400):
            if self.ask(statement):
                return
            time.sleep(0.05)
        raise AssertionError(statement)

    def write(self, words: str) -> str:
        """Commit a line; return the moment after it, once the second machine has it."""
        with self.connected() as connection:
            connection.execute("INSERT INTO line VALUES (%s)", [words])
        moment, place = self.ask("SELECT clock_timestamp()::text || '|' || pg_current_wal_lsn()").split("|")
        self.wait_for(f"SELECT restart_lsn >= '{place}' FROM pg_replication_slots")
        return str(moment)

    def bases(self) -> list[str]:
        return sorted(path.name for path in (self.folder / "second" / "base").iterdir())

    def recover(self, moment: str = "") -> list[str]:
        """Lose the machine's disk, and bring it back from the second machine; return the lines."""
        place = self.server.place
        self.server.stop()
        shutil.rmtree(place.data)
        shutil.copytree(self.folder / "second" / "base" / self.bases()[-1], place.data)
        settings = RECOVERY.replace(JOURNAL, str(self.folder / "second"))
        target = TARGET.sub(moment, settings) if moment else re.sub("recovery_target.*\n", "", settings)
        with (place.data / "postgresql.auto.conf").open("a") as file:
            file.write(target)
        (place.data / "recovery.signal").touch()
        for folder in (place.data, self.folder / "second"):
            for path in (folder, *folder.rglob("*")):
                if place.account:
                    os.chown(path, place.account.uid, place.account.gid)
        place.data.chmod(0o700)
        own(place.sockets, place.account)
        self.server.start()
        self.wait_for("SELECT NOT pg_is_in_recovery()")
        with self.connected() as connection:
            return [words for (words,) in connection.execute("SELECT words FROM line").fetchall()]


@pytest.fixture
def machines() -> Iterator[Machines]:
    server, folder = throw_away_server()
    found = Machines(server, folder)
    receiver = None
    try:
        server.start()
        with found.connected() as connection:
            connection.execute("CREATE TABLE line (words text)")
        receiver = found.receive()
        found.wait_for("SELECT EXISTS (SELECT FROM pg_replication_slots WHERE active)")
        yield found
    finally:
        if receiver:
            receiver.terminate()
            receiver.wait()
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def test_going_back_to_a_moment_keeps_what_came_before_it_only(machines):
    machines.copy_whole()
    moment = machines.write("kept")
    machines.write("mistake")
    assert machines.recover(moment) == ["kept"]


def test_a_lost_machine_loses_nothing_that_was_received(machines):
    machines.copy_whole()
    machines.write("first")
    machines.write("last")
    assert machines.recover() == ["first", "last"]


def test_a_copy_goes_only_once_newer_ones_are_whole(machines):
    for _ in range(3):
        machines.write("x")
        machines.copy_whole()
        time.sleep(1)
        with machines.connected() as connection:
            connection.execute("SELECT pg_switch_wal()")
    kept = machines.bases()
    assert len(kept) == 2
    label = (machines.folder / "second" / "base" / kept[0] / "backup_label").read_text()
    [start] = re.findall(r"file ([0-9A-F]+)\)", label)
    journal = sorted(path.name for path in (machines.folder / "second" / "wal").iterdir())
    assert journal[0] == start
    machines.server.stop()
    assert machines.receive("base").wait() != 0
    assert machines.bases() == kept


@pytest.mark.parametrize(
    ("slot", "severity", "words"),
    [
        (None, Severity.FAILURE, "aucune machine ne le reçoit"),
        ((True, True, 0, 0), Severity.FAILURE, "aucune machine ne le reçoit"),
        ((False, False, 6, 0), Severity.FAILURE, "il n’est plus reçu depuis"),
        ((False, False, 4, 0), Severity.FINE, "reçu par une autre machine"),
        ((True, False, 9, 65 << 20), Severity.WARNING, "de retard"),
        ((True, False, 9, 1 << 20), Severity.FINE, "reçu par une autre machine"),
    ],
)
def test_the_doctor_says_when_the_journal_is_no_longer_received(settings, monkeypatch, slot, severity, words):
    at = timezone.now()
    settings.BACKUP_WAL_SLOT = "intranet_wal"
    found = slot and contents.ReplicationSlot(slot[0], slot[1], at - timedelta(minutes=slot[2]), slot[3])
    monkeypatch.setattr(contents, "replication_slot", lambda name: found)
    [finding] = registrations.journal(at)
    assert (finding.severity, words in finding.text) == (severity, True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(OWN_SERVER not in os.environ, reason="Slots are made by an administrator of the server.")
def test_the_doctor_reads_a_slot(settings):
    name = f"doctor_{os.getpid()}"
    assert [*registrations.journal(timezone.now())] == []
    assert contents.replication_slot(name) is None
    with psycopg.connect(host=os.environ[OWN_SERVER], user="postgres", dbname="postgres") as administrator:
        administrator.execute("SELECT pg_create_physical_replication_slot(%s, true)", [name])
        found = contents.replication_slot(name)
        administrator.execute("SELECT pg_drop_replication_slot(%s)", [name])
    assert found
    assert (found.is_active, found.is_lost, found.seen_at <= timezone.now()) == (False, False, True)
