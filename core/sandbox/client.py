"""Asking a worker in a process of its own: whatever the request does there, whoever asks lives on."""

from __future__ import annotations

import atexit
import dataclasses
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path
from types import TracebackType

from core.sandbox.limits import Limits
from core.sandbox.server import END, LENGTH, OUT_OF_MEMORY, STATUS

ROOT = Path(__file__).resolve().parents[2]
# Beyond the child's own limit, in seconds: then the server itself is at fault, and is replaced.
GRACE = 5.0
# How long nobody looks whether to stop.
SLICE = 0.25
# Of one process, over all its sandboxes: each may take its limit of memory.
MOST_AT_ONCE = 4
_slots = threading.BoundedSemaphore(MOST_AT_ONCE)


class Cause(Enum):
    LATE = "late"
    MEMORY = "memory"
    CRASHED = "crashed"
    TOO_MUCH = "too much"


class Failed(Exception):
    """The request met a limit, or its child died: `cause` says which."""

    def __init__(self, cause: Cause) -> None:
        super().__init__(cause.value)
        self.cause = cause


class ServerDied(Exception):
    """The server does not start, or went away: nothing is known of the request."""


class Stopped(Exception):
    """Whoever asked asks no longer."""


class Sandbox:
    """`with Sandbox("app.worker") as sandbox: sandbox.run(request, frames.append)`.

    One request at a time, from any thread; a server that dies is replaced.
    """

    def __init__(self, worker: str, limits: Limits | None = None) -> None:
        self.worker = worker
        self.limits = limits or Limits()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._owner = 0
        self._owed = False

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(
        self,
        request: bytes,
        on_frame: Callable[[bytes], object],
        *,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> None:
        """Give each frame of the answer to `on_frame`; after a failure, those that came before it are good.

        Raises Failed, or Stopped once `should_stop` says so. Raises ServerDied when no server starts or stays,
        whatever the request is: another time may do.
        """
        frames = 0

        def counted(frame: bytes) -> None:
            nonlocal frames
            frames += 1
            on_frame(frame)

        with _held(self._lock, should_stop), _held(_slots, should_stop):
            for attempt in (1, 2):
                try:
                    self._run(request, counted, should_stop)
                except ServerDied:
                    self._stop()
                    if attempt == 2 or frames:
                        raise
                except BaseException as error:
                    # A child that died is no fault of its server; one that still runs goes with it.
                    if not isinstance(error, Failed) or error.cause is Cause.TOO_MUCH:
                        self._stop()
                    raise
                else:
                    return

    def close(self) -> None:
        with self._lock:
            self._stop()

    def _run(
        self, request: bytes, on_frame: Callable[[bytes], object], should_stop: Callable[[], bool]
    ) -> None:
        control = self._started()
        ours, theirs = socket.socketpair()
        deadline = time.monotonic() + self.limits.wall_seconds + GRACE
        with ours:
            with theirs:
                self._hand_over(control, theirs, deadline)
            has_ended = self._talk(ours, request, on_frame, deadline, should_stop)
        if self._owed:
            self._status(control, deadline)
        # How this child ended is read with the next request: nobody waits for it to be gone.
        self._owed = True
        if not has_ended:
            raise Failed(self._cause(control, deadline))

    def _cause(self, control: socket.socket, deadline: float) -> Cause:
        ended, code = self._status(control, deadline)
        if ended == "late" or code == -signal.SIGXCPU:
            return Cause.LATE
        return Cause.MEMORY if code in (-signal.SIGKILL, OUT_OF_MEMORY) else Cause.CRASHED

    def _started(self) -> socket.socket:
        if self._owner != os.getpid():
            # A copy of this object in a forked process leaves the server to its owner.
            self._process = self._control = None
        if self._process is not None and self._control is not None and self._process.poll() is None:
            return self._control
        self._stop()
        ours, theirs = socket.socketpair()
        limits = json.dumps(dataclasses.asdict(self.limits))
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "core.sandbox.server", self.worker, limits],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                cwd="/",
                # No password, no key, no address of the database.
                env={
                    "PYTHONPATH": str(ROOT),
                    "PYTHONUTF8": "1",
                    "PYTHONDONTWRITEBYTECODE": "1",
                    "LANG": "C.UTF-8",
                },
                start_new_session=True,
            )
        self._owner = os.getpid()
        self._control = ours
        return ours

    def _stop(self) -> None:
        control, server = self._control, self._process
        self._control = self._process = None
        self._owed = False
        if control is not None:
            control.close()
        # A forked process that ends leaves the server to its owner.
        if server is None or self._owner != os.getpid():
            return
        # Its children are in its session: one that was given up goes with it, on systems without a death signal too.
        if server.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGKILL)
            server.wait()

    def _hand_over(self, control: socket.socket, theirs: socket.socket, deadline: float) -> None:
        try:
            control.settimeout(max(0.1, deadline - time.monotonic()))
            socket.send_fds(control, [b"m"], [theirs.fileno()])
        except OSError:
            raise ServerDied from None

    def _talk(
        self,
        ours: socket.socket,
        request: bytes,
        on_frame: Callable[[bytes], object],
        deadline: float,
        should_stop: Callable[[], bool],
    ) -> bool:
        """Whether the answer came to its end. Raises Failed when it is longer than an answer can be."""
        try:
            ours.settimeout(max(0.1, deadline - time.monotonic()))
            ours.sendall(len(request).to_bytes(LENGTH))
            ours.sendall(request)
        except OSError:
            # It died in the middle, or went on beyond its time: the status says which.
            return False
        kept, total = bytearray(), 0
        while time.monotonic() < deadline:
            while len(kept) >= LENGTH:
                if kept[:LENGTH] == END:
                    return True
                size = int.from_bytes(kept[:LENGTH])
                if size > self.limits.frame:
                    raise Failed(Cause.TOO_MUCH)
                end = LENGTH + size
                if len(kept) < end:
                    break
                on_frame(bytes(kept[LENGTH:end]))
                del kept[:end]
            if should_stop():
                raise Stopped
            try:
                ours.settimeout(SLICE)
                piece = ours.recv(1_000_000)
            except TimeoutError:
                continue
            except OSError:
                return False
            if not piece:
                return False
            kept += piece
            total += len(piece)
            if total > self.limits.answer:
                raise Failed(Cause.TOO_MUCH)
        return False

    def _status(self, control: socket.socket, deadline: float) -> tuple[str, int]:
        """How a child ended, each once and in order."""
        kept = b""
        try:
            while len(kept) < STATUS:
                control.settimeout(max(0.1, deadline - time.monotonic()))
                piece = control.recv(STATUS - len(kept))
                if not piece:
                    raise ServerDied
                kept += piece
        except OSError:
            raise ServerDied from None
        self._owed = False
        return kept[:-2].decode("ascii", "replace").strip(), int.from_bytes(kept[-2:], signed=True)


class Pool:
    """Sandboxes of one worker, started when one is needed and kept for the next request; from any thread."""

    def __init__(self, worker: str, limits: Limits | None = None) -> None:
        self.worker, self.limits = worker, limits
        self._idle: list[Sandbox] = []

    def run(
        self,
        request: bytes,
        on_frame: Callable[[bytes], object],
        *,
        should_stop: Callable[[], bool] = lambda: False,
    ) -> None:
        """As `Sandbox.run`."""
        try:
            sandbox = self._idle.pop()
        except IndexError:
            sandbox = Sandbox(self.worker, self.limits)
            # Once, whether it was closed before or not.
            atexit.unregister(self.close)
            atexit.register(self.close)
        try:
            sandbox.run(request, on_frame, should_stop=should_stop)
        finally:
            # Callers that waited for their turn came with a sandbox each.
            if len(self._idle) < MOST_AT_ONCE:
                self._idle.append(sandbox)
            else:
                sandbox.close()

    def close(self) -> None:
        """The next request starts another."""
        atexit.unregister(self.close)
        while self._idle:
            self._idle.pop().close()


@contextmanager
def _held(lock: threading.Lock | threading.Semaphore, should_stop: Callable[[], bool]) -> Iterator[None]:
    while not lock.acquire(timeout=SLICE):
        if should_stop():
            raise Stopped
    try:
        yield
    finally:
        lock.release()
