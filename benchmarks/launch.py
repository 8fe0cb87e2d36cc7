"""From `make run` to the first page, in a fresh clone: the first start, packages included, and the next one."""

import contextlib
import os
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.measure import Figure, at_most
from benchmarks.server import CHECKOUT
from config.messages import Refusal
from config.run import first_page_status

FIRST_START_AIM = 120.0
NEXT_START_AIM = 5.0
PATIENCE_SECONDS = 600.0
# What this process was given for itself, which a newcomer's shell does not hold.
OWN_VARIABLES = (
    "DATABASE_URL",
    "DJANGO_SETTINGS_MODULE",
    "TRIAL",
    "DEBUG",
    "MAKEFLAGS",
    "MAKELEVEL",
    "MFLAGS",
    "PYTHONDONTWRITEBYTECODE",
)


def free_port() -> int:
    with socket.socket() as attempt:
        attempt.bind(("127.0.0.1", 0))
        return attempt.getsockname()[1]


def newcomer_environment(port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in OWN_VARIABLES}
    return {**kept, "PORT": str(port)}


def seconds_to_first_page(clone: Path) -> float:
    """Start the trial as a newcomer does, wait for a page, then press Ctrl-C."""
    port = free_port()
    log = clone.parent / "run.log"
    with log.open("wb") as output:
        began = time.monotonic()
        process = subprocess.Popen(
            ["make", "run"],
            cwd=clone,
            env=newcomer_environment(port),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            return _wait(process, port, log) - began
        finally:
            _press_ctrl_c(process)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> float:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        status = first_page_status(port)
        if 200 <= status < 400:
            return time.monotonic()
        time.sleep(0.02)
    tail = "\n".join(log.read_text(errors="replace").splitlines()[-8:])
    raise Refusal(f"`make run` served no page in the fresh clone:\n{tail}")


def _press_ctrl_c(process: subprocess.Popen[bytes]) -> None:
    """As a terminal does: the signal goes to the command's group, which is the command's own session here."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGINT)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def figures() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="demat-bench-") as folder:
        # Closed by default, and the database's own account must pass.
        Path(folder).chmod(0o755)
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(CHECKOUT), str(clone)], check=True)
        first = seconds_to_first_page(clone)
        following = seconds_to_first_page(clone)
    note = "an aim; packages downloaded or from pip's cache, as this machine has them"
    return [
        at_most("make run, first start", first, FIRST_START_AIM, " s", note=note, digits=1),
        at_most("make run, next start", following, NEXT_START_AIM, " s", note="an aim", digits=1),
    ]
