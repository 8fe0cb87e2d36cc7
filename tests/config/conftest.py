"""A tiny checkout with the real supervisor and next to no site, so that these tests cost seconds."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.embedded_postgres import can_reach, short_folders, unprivileged_account

CHECKOUT = Path(__file__).resolve().parent.parent.parent
STUB = Path(__file__).resolve().parent / "stub"
PATIENCE = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def processes_in(folder: Path) -> dict[int, str]:
    """Every process that works in this folder: the site's, the worker's, the server's."""
    found = {}
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and (entry / "cwd").resolve(strict=True).is_relative_to(folder):
                found[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    found.pop(os.getpid(), None)
    return found


def eventually(condition: Callable[[], object], seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


class TinyCheckout:
    """A folder to type `python -m config.run` in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.runs: list[subprocess.Popen[bytes]] = []
        self.output = folder / "output.txt"

    def start(self, *arguments: str, **environ: str) -> subprocess.Popen[bytes]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        with self.output.open("wb") as output:
            run = subprocess.Popen(
                [sys.executable, "-m", "config.run", *arguments],
                cwd=self.folder,
                env={**kept, "PORT": str(self.port), **environ},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                process_group=0,
            )
        self.runs.append(run)
        return run

    def started(self, *arguments: str, **environ: str) -> subprocess.Popen[bytes]:
        """A run that serves its first page."""
        run = self.start(*arguments, **environ)
        assert eventually(lambda: "Première page" in self.said() or run.poll() is not None, PATIENCE), (
            self.said()
        )
        assert run.poll() is None, self.said()
        return run

    def refused(self, *arguments: str, **environ: str) -> str:
        """What a run that must not start says."""
        run = self.start(*arguments, **environ)
        assert run.wait(PATIENCE) == 1, self.said()
        assert "Traceback" not in self.said()
        return self.said()

    def said(self) -> str:
        return self.output.read_text(errors="replace")

    def settled(self) -> bool:
        return not processes_in(self.folder)

    def clean_up(self) -> None:
        for run in self.runs:
            if run.poll() is None:
                run.kill()
                run.wait()
        if not eventually(self.settled):
            for pid in processes_in(self.folder):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)


@pytest.fixture
def tiny(request: pytest.FixtureRequest) -> Iterator[TinyCheckout]:
    account = unprivileged_account(Path("/nonexistent/data"))
    parent = next(path for path in short_folders() if can_reach(account, path))
    name = re.sub(r"\W+", "-", request.node.name)[:30]
    folder = parent / f"demat-tiny-{os.getpid()}-{name}"
    shutil.copytree(STUB, folder)
    for source in (CHECKOUT / "config").glob("*.py"):
        if not (folder / "config" / source.name).exists():
            shutil.copy(source, folder / "config")
    (folder / "demo" / "data").mkdir(parents=True)
    shutil.copy(CHECKOUT / "demo" / "data" / "town.toml", folder / "demo" / "data")
    checkout = TinyCheckout(folder)
    yield checkout
    checkout.clean_up()
    shutil.rmtree(folder, ignore_errors=True)
