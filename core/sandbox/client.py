"""Ask a worker in a process of its own: whatever the file does there, the process that asks lives on."""

import dataclasses
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Annotated, Any

import msgspec

from core.sandbox.child import END, LENGTH, STARTED

ROOT = Path(__file__).resolve().parents[2]
# How long nobody looks whether to stop, in seconds.
SLICE = 0.25
# In one process, since each child may take its limit of memory.
_slots = threading.BoundedSemaphore(4)
# No password, no key, no address of the database.
ENVIRONMENT = {"LANG": "C.UTF-8", "PATH": "/usr/bin", "PYTHONUTF8": "1"}
ENVIRONMENT |= {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
# Whether limits alone will do where bubblewrap is missing: in the trial, or as the town's settings say.
limits_alone = False


class Cause(Enum):
    """Each by the signal that ends the child; a crash by any other, or by none; the last by what it answered."""

    LATE, TOO_MUCH, MEMORY, CRASHED = signal.SIGXCPU, signal.SIGXFSZ, signal.SIGKILL, None
    GARBLED = "garbled"


@dataclass(eq=False)
class Failed(Exception):
    """The file met a limit, or its child died: `cause` says which."""

    cause: Cause


class NotStarted(Exception):
    """The child has not looked at the file: the machine is at fault, and another time may do."""


class Stopped(Exception):
    """Whoever asked asks no longer."""


@dataclass(frozen=True)
class Limits:
    """Seconds and bytes; `memory` is the address space of the process, the interpreter and its libraries included."""

    # Far beyond the processor time: on a loaded machine a good file is no slow one.
    wall_seconds: float = 60
    cpu_seconds: int = 15
    memory: int = 700_000_000
    # Of one frame, which the parent holds in memory, and of all.
    frame: int = 64_000_000
    answer: int = 64_000_000
    niceness: int = 0


def run(
    worker: str,
    file: bytes | IO[bytes],
    *,
    limits: Limits = Limits(),
    should_stop: Callable[[], bool] = lambda: False,
    **options: Any,
) -> Iterator[bytes]:
    """Yield the frames of the worker's answer, once it has ended; those before a failure are good.

    Raises Failed or NotStarted; Stopped once `should_stop` says so.
    """
    command = [sys.executable, "-P", "-m", "core.sandbox.child", worker]
    command += [json.dumps(dataclasses.asdict(limits)), json.dumps(options)]
    if not (limits_alone and missing()):
        command = isolated(worker) + command
    with TemporaryFile() as copy, TemporaryFile() as out, TemporaryFile() as errors:
        if isinstance(file, bytes):
            copy.write(file)
            copy.seek(0)
            file = copy
        while not _slots.acquire(timeout=SLICE):
            if should_stop():
                raise Stopped
        try:
            files = {"stdin": file, "stdout": out, "stderr": errors}
            cause = _ended(command, files, limits.wall_seconds, should_stop)
        except OSError as error:
            raise NotStarted(str(error)) from error
        finally:
            _slots.release()
        out.seek(0)
        if out.read(len(STARTED)) != STARTED:
            errors.seek(0)
            raise NotStarted(errors.read(2_000).decode(errors="replace"))
        while len(length := out.read(LENGTH)) == LENGTH and length != END:
            if (size := int.from_bytes(length)) > limits.frame:
                raise Failed(Cause.TOO_MUCH)
            if len(frame := out.read(size)) < size:
                break
            yield frame
        if cause or length != END:
            raise Failed(cause or Cause.CRASHED)


def isolated(worker: str) -> list[str]:
    """The command before the child's: bubblewrap, with programs alone, read-only, no /proc, no /dev and no network."""
    system = dict.fromkeys(["/usr", "/lib", "/lib64", sys.base_prefix, sys.prefix])
    # Wherever it is, the project's folder is emptied, .env with it; then its programs are put back.
    inside = (Path(sys.prefix), ROOT / "core", ROOT / worker.partition(".")[0])
    programs = {str(path) for path in inside if ROOT in path.parents}
    return [
        # The first to be killed when memory fails: without /proc, the child cannot say so.
        *("choom", "-n", "1000", "--"),
        *("bwrap", "--unshare-all", "--unshare-user", "--die-with-parent", "--new-session"),
        *(word for path in system for word in ("--ro-bind-try", path, path)),
        *("--tmpfs", str(ROOT)),
        *(word for path in programs for word in ("--ro-bind", path, path)),
        *("--remount-ro", str(ROOT), "--remount-ro", "/", "--chdir", "/", "--"),
    ]


def missing() -> str:
    """Return why bubblewrap cannot run here, or nothing when it can."""
    command = [*isolated("core"), "/usr/bin/true"]
    try:
        tried = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, timeout=10)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    return (tried.stderr.strip() or "bwrap") if tried.returncode else ""


def _ended(
    command: list[str], files: dict[str, Any], seconds: float, should_stop: Callable[[], bool]
) -> Cause | None:
    """Run the child to its end, or kill it with all that it began; return why it failed, if it did."""
    deadline = time.monotonic() + seconds
    with subprocess.Popen(command, **files, cwd="/", env=ENVIRONMENT, start_new_session=True) as child:
        try:
            while time.monotonic() < deadline:
                with suppress(subprocess.TimeoutExpired):
                    code = child.wait(SLICE)
                    # bubblewrap tells of a signal as shells do.
                    sign = -code if code < 0 else code - 128
                    return {cause.value: cause for cause in Cause}.get(sign, Cause.CRASHED) if code else None
                if should_stop():
                    raise Stopped
            return Cause.LATE
        finally:
            if child.returncode is None:
                os.killpg(child.pid, signal.SIGKILL)


# PostgreSQL keeps no NUL.
Text = Annotated[str, msgspec.Meta(pattern=r"\A[^\x00]*\Z")]


def decoded[Answer](decoder: msgspec.msgpack.Decoder[Answer], frame: bytes) -> Answer:
    """Validate an answer of declared types as it is decoded. Raises Failed."""
    try:
        return decoder.decode(frame)
    # Bytes that are no UTF-8 are a plain ValueError.
    except (ValueError, RecursionError):
        raise Failed(Cause.GARBLED) from None
