"""What the sandbox promises of every file; the limits of time and memory are met in tests/documents.

Without bubblewrap these tests fail.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from core.operations import checks, doctor
from core.operations.findings import Severity
from core.sandbox import client
from core.sandbox.client import ROOT, Cause, Failed, Limits, NotStarted, Stopped, isolated, run
from tests.config.conftest import PATIENCE, eventually

WORKER = "tests.sandbox.odd_worker"


@pytest.fixture(autouse=True)
def bubblewrap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "limits_alone", False)


def answer(request: str, **given: Any) -> list[str]:
    return [frame.decode() for frame in run(WORKER, request.encode(), **given)]


@contextmanager
def failing(cause: Cause) -> Iterator[None]:
    with pytest.raises(Failed) as failure:
        yield
    assert failure.value.cause == cause


def test_an_answer_comes_in_its_frames(tmp_path):
    assert answer("echo a bc") == ["a", "bc"]
    assert answer("empty") == [""]
    assert answer("silence") == []
    assert answer("print") == []
    assert answer("options", one=1, two=[2]) == ["['one', 'two']"]
    assert int(answer("nice", limits=Limits(niceness=7))[0]) >= 7
    (tmp_path / "x").write_bytes(b"echo a")
    with (tmp_path / "x").open("rb") as file:
        assert list(run(WORKER, file)) == [b"a"]


def test_what_came_before_a_failure_is_good():
    half = run(WORKER, b"half")
    assert next(half) == b"one"
    with failing(Cause.CRASHED):
        next(half)
    asleep = run(WORKER, b"sleep", limits=Limits(wall_seconds=5))
    assert next(asleep) == b"asleep"
    with failing(Cause.LATE):
        next(asleep)


@pytest.mark.parametrize(
    ("number", "cause"),
    [(signal.SIGSEGV, Cause.CRASHED), (signal.SIGKILL, Cause.MEMORY), (signal.SIGXCPU, Cause.LATE)],
)
def test_how_a_child_died_says_what_it_met(number, cause):
    with failing(cause):
        answer(f"die {number}")


@pytest.mark.parametrize("limits", [Limits(answer=100_000), Limits(frame=999)])
def test_an_answer_without_end_is_cut(limits):
    with failing(Cause.TOO_MUCH):
        answer("endless", limits=limits)


def test_only_so_many_run_at_once_and_whoever_asks_no_longer_waits_no_longer(monkeypatch):
    slots = threading.BoundedSemaphore(1)
    monkeypatch.setattr(client, "_slots", slots)
    free: list[bool] = []

    def is_over() -> bool:
        free.append(slots.acquire(blocking=False))
        return True

    before = time.monotonic()
    with pytest.raises(Stopped):
        answer("sleep", should_stop=is_over)
    with slots, pytest.raises(Stopped):
        answer("echo a", should_stop=is_over)
    assert time.monotonic() - before < 30
    assert free == [False, False]
    assert answer("echo a") == ["a"]


def test_a_child_that_cannot_begin_is_the_machine_s_fault(monkeypatch):
    with pytest.raises(NotStarted, match="nothing_of_the_kind"):
        list(run("tests.sandbox.nothing_of_the_kind", b""))
    monkeypatch.setattr(client, "ENVIRONMENT", client.ENVIRONMENT | {"PATH": "/nowhere"})
    with pytest.raises(NotStarted, match="No such file"):
        answer("echo a")


def test_it_dies_with_its_client():
    mark = uuid.uuid4().hex
    program = f"from core.sandbox.client import run; list(run('{WORKER}', b'sleep', mark='{mark}'))"
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT) as asker:
        # The two of bubblewrap, then the child: before, nothing ties it to who asks.
        assert eventually(lambda: len(_processes(mark)) > 2, PATIENCE)
        asker.kill()
    assert eventually(lambda: not _processes(mark), PATIENCE)


def _processes(mark: str) -> list[Path]:
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes()
        except OSError:
            continue
        if mark.encode() in words and b"core.sandbox.child" in words:
            found.append(path)
    return found


# What a file that took hold of the child reaches


def test_it_sees_programs_and_no_secret(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    monkeypatch.setenv("SECRET_KEY", "secret")
    [seen] = answer("seen")
    folder, *words = seen.split()
    names = {word for word in words if word.isupper()}
    # PWD and LC_CTYPE are bubblewrap's and Python's own.
    assert names <= {*client.ENVIRONMENT, "PWD", "LC_CTYPE"}
    assert folder == "/"
    top = {Path(path).parts[1] for path in (str(ROOT), sys.prefix, sys.base_prefix, "/lib", "/lib64", "/usr")}
    assert {*words} - names == {name for name in top if Path("/", name).exists()}


def test_of_the_project_it_sees_the_code_alone_and_not_the_database_s_socket():
    seen = {*answer(f"list {ROOT}")[0].split()}
    assert seen <= {"core", "tests", ".venv"}
    assert answer(f"try read {ROOT}/.env") == ["FileNotFoundError"]
    assert answer(f"try read {ROOT}/.env.example") == ["FileNotFoundError"]
    place = Path(connection.settings_dict["HOST"] or "/run/postgresql")
    assert answer(f"try read {place}") == ["FileNotFoundError"]


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[tuple[Path, int]]:
    """Somebody answers at a path and at a port of this machine."""
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as local, socket.create_server(("127.0.0.1", 0)) as server:
        local.bind(str(path))
        local.listen()
        for what in (f"try unix {path}", f"try network {server.getsockname()[1]}"):
            assert _outside(what) == "done"
        yield path, server.getsockname()[1]


def _outside(what: str, *before: str) -> str:
    """The same trial by a program of its own, after such a command."""
    program = f"from tests.sandbox.odd_worker import tried; print(tried(*'{what}'.split()[1:]).decode())"
    command = [*before, sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, env=client.ENVIRONMENT, capture_output=True, text=True)
    assert not done.stderr
    return done.stdout.strip()


def test_it_reaches_no_socket(listening):
    path, port = listening
    assert answer(f"try unix {path}") == ["PermissionError"]
    assert answer(f"try network {port}") == ["PermissionError"]
    # Nor would it if the kernel let it open one: its network and its files are others.
    assert _outside(f"try unix {path}", *isolated("tests")) == "FileNotFoundError"
    assert _outside(f"try network {port}", *isolated("tests")) in ("ConnectionRefusedError", "OSError")


@pytest.mark.parametrize("name", ["environ", "root/etc/passwd", "mem"])
def test_it_reads_nothing_of_another_process(name):
    assert answer(f"try read /proc/{os.getpid()}/{name}") == ["FileNotFoundError"]
    assert answer(f"try read /proc/self/{name}") == ["FileNotFoundError"]


def test_it_kills_no_other_process():
    asleep = subprocess.Popen(["/usr/bin/sleep", "60"])
    assert answer(f"try kill {asleep.pid}") == ["ProcessLookupError"]
    assert asleep.poll() is None
    asleep.kill()
    asleep.wait()


@pytest.mark.parametrize(
    "path",
    [f"{place}/written-by-the-sandbox" for place in ("", "/usr", "/tmp", "/dev/shm", ROOT, f"{ROOT}/core")],
)
def test_it_writes_no_file(path):
    assert answer(f"try write {path}")[0] in ("OSError", "FileNotFoundError", "PermissionError")
    assert not Path(path).exists()


def test_it_begins_nothing():
    for what in ("bomb", "run", "namespace"):
        assert answer(f"try {what}") == ["PermissionError"], what
    assert (answer("try thread"), answer("try files")) == (["RuntimeError"], ["OSError"])


def test_limits_alone_hold_time_memory_processes_and_sockets(listening, monkeypatch):
    monkeypatch.setattr(client, "limits_alone", True)
    monkeypatch.setattr(client, "missing", lambda: "missing")
    path, port = listening
    assert answer(f"echo {path}") == [str(path)]
    for what in (f"unix {path}", f"network {port}", "bomb", "run", "namespace"):
        assert answer(f"try {what}") == ["PermissionError"], what
    for request, limits, cause in (
        ("sleep", Limits(wall_seconds=5), Cause.LATE),
        ("endless", Limits(answer=100_000), Cause.TOO_MUCH),
    ):
        with failing(cause):
            answer(request, limits=limits)


def test_the_check_and_the_doctor_say_where_bubblewrap_cannot_run(monkeypatch):
    assert checks.sandbox(None) == []
    assert [found.severity for found in doctor.sandbox(timezone.now())] == [Severity.FINE]
    monkeypatch.setattr(client, "missing", lambda: "No permissions to create new namespace")
    [error] = checks.sandbox(None)
    assert error.is_serious()
    assert "SANDBOX_LIMITS_ONLY" in error.msg
    assert [*doctor.sandbox(timezone.now())] == []
    monkeypatch.setattr(client, "limits_alone", True)
    assert checks.sandbox(None) == []
    [found] = doctor.sandbox(timezone.now())
    assert found.severity == Severity.WARNING
    assert "new namespace" in found.text


def test_why_bubblewrap_cannot_run_is_bubblewrap_s_word(monkeypatch, tmp_path):
    (tmp_path / "choom").symlink_to(str(shutil.which("choom")))
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\necho no user namespace >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(client, "ENVIRONMENT", client.ENVIRONMENT | {"PATH": f"{tmp_path}"})
    assert client.missing() == "no user namespace"
