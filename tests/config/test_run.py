import contextlib
import http.client
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config import run
from config.embedded_postgres import MAJOR
from tests.config.conftest import TinyCheckout, eventually, processes_in
from tests.postgres import empty_database

pytestmark = pytest.mark.timeout(180)


def home(port: int) -> tuple[int, str]:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", "/")
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def ctrl_c(run: subprocess.Popen[bytes]) -> int:
    """What a terminal does: SIGINT to the whole group."""
    os.killpg(run.pid, signal.SIGINT)
    return run.wait(60)


def test_runs_stops_and_runs_again(tiny):
    run = tiny.started(MAILBOXES="essai")
    assert home(tiny.port) == (200, "intranet")
    said = tiny.said()
    assert f"http://127.0.0.1:{tiny.port}/" in said
    for name in ("agent", "groupe", "salles", "annuaire", "admin", "saperlipopette"):
        assert name in said
    assert (tiny.folder / ".local" / "static" / "tiny.css").exists()
    commands = " ".join(processes_in(tiny.folder).values())
    assert "config.worker" in commands
    assert "manage.py mail_fetch --watch" in commands

    assert ctrl_c(run) == 0
    assert tiny.settled(), processes_in(tiny.folder)
    assert "Tout est arrêté." in tiny.said()
    assert "Traceback" not in tiny.said()

    again = tiny.started()
    # No mailbox, nobody to listen to it.
    assert "mail_fetch" not in " ".join(processes_in(tiny.folder).values())
    again.terminate()
    assert again.wait(60) == 0
    assert tiny.settled(), processes_in(tiny.folder)


def test_recovers_when_every_process_was_killed(tiny):
    run = tiny.started()
    for pid in [run.pid, *processes_in(tiny.folder)]:
        # A child may end by itself as soon as its parent is gone.
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    run.wait()
    assert eventually(tiny.settled)
    note = data_folder(tiny) / "postmaster.pid"
    # The number now belongs to a stranger: this very process.
    lines = note.read_text().split("\n")
    note.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    assert ctrl_c(tiny.started()) == 0


def test_a_dead_process_ends_the_run_in_french(tiny):
    run = tiny.started()
    worker = next(pid for pid, command in processes_in(tiny.folder).items() if "config.worker" in command)
    os.kill(worker, signal.SIGKILL)
    assert run.wait(60) == 1
    assert "Le traitement des tâches s'est arrêté" in tiny.said()
    assert tiny.settled(), processes_in(tiny.folder)


def test_a_second_run_is_refused(tiny):
    run = tiny.started()
    said = tiny.refused(PORT=str(tiny.port + 1))
    assert f"L'intranet tourne déjà dans ce dossier (processus {run.pid})" in said
    assert run.poll() is None
    assert ctrl_c(run) == 0


def test_a_taken_port_is_refused_and_a_variable_that_does_not_parse_named(tiny):
    with socket.create_server(("127.0.0.1", tiny.port)):
        assert f"Le port {tiny.port} est déjà pris" in tiny.refused()
    assert not list((tiny.folder / ".local").glob("postgres*"))
    (tiny.folder / ".env").write_text("DEBUG=peut-être\n")
    assert "a variable DEBUG est illisible" in tiny.refused()
    assert not list((tiny.folder / ".local").glob("postgres*"))


@pytest.mark.parametrize("value", ["huit mille", "0", "65536", "-1", "80 80", "²"])
def test_a_port_that_is_none_is_named(tiny, value):
    assert "La variable PORT est illisible" in tiny.refused(PORT=value)


def test_the_data_of_an_older_version_are_kept_under_another_name(tiny):
    """Neither refused nor deleted: a new town is made without asking."""
    assert ctrl_c(tiny.started()) == 0
    data, documents = data_folder(tiny), tiny.folder / ".local" / "documents"
    documents.mkdir()
    (documents / "guide.pdf").touch()
    (data / "TOWN_VERSION").write_text("0")
    (data / "mine").touch()

    assert ctrl_c(tiny.started()) == 0
    [kept] = data.parent.glob("postgres-*.ancien-*")
    [kept_documents] = data.parent.glob("documents.ancien-*")
    assert (kept / "mine").exists()
    assert (kept_documents / "guide.pdf").exists()
    assert str(kept) in tiny.said()
    assert str(kept_documents) in tiny.said()
    assert not (data / "mine").exists()

    assert ctrl_c(tiny.started()) == 0
    assert "autre version" not in tiny.said()


@pytest.fixture
def town_database() -> Iterator[str]:
    with empty_database("demat_tiny") as url:
        yield url


def test_the_towns_database_gets_no_demonstration(tiny, town_database):
    run = tiny.started(DATABASE_URL=town_database)
    assert "saperlipopette" not in tiny.said()
    assert not data_folder(tiny).exists()
    assert ctrl_c(run) == 0


def data_folder(tiny: TinyCheckout) -> Path:
    return tiny.folder / ".local" / f"postgres-{MAJOR}"


def test_a_command_runs_on_the_trial(monkeypatch, tmp_path):
    given: list[Any] = []
    monkeypatch.setenv("TRIAL", "")
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setattr(os, "execv", lambda *command: given.extend([*command, {**os.environ}]))
    monkeypatch.setattr(run, "CHECKOUT", tmp_path)
    run.manage(["doctor"])
    program, command, environ = given
    assert command == [program, str(tmp_path / "manage.py"), "doctor"]
    assert (environ["TRIAL"], environ["DATABASE_URL"]) == ("true", run.place_for(tmp_path).url)
