"""Reading a message in a process of its own: whatever it holds, whoever asks lives on."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType

from core.mail.box import wire
from core.mail.box.limits import Bounds
from core.mail.parsing.parsed_message import ParsedMessage, Unreadable

ROOT = Path(__file__).resolve().parents[3]
STATUS = 8
# Beyond the box's own limit, in seconds: then the box itself is at fault, and is replaced.
GRACE = 5.0
LATE = "La lecture du message prend trop de temps."
TOO_MUCH = "Ce que le message contient est trop gros une fois lu."
MEMORY = "Le message demande trop de mémoire."
CRASHED = "La lecture du message s’est arrêtée net."
GARBLED = "La lecture du message a rendu n’importe quoi."


class BoxDied(Exception):
    """The server does not start, or went away: nothing is known of the message."""


class Box:
    """`with Box() as box: box.read(raw)`. One message at a time, from any thread; a server that dies is replaced."""

    server = "core.mail.box.server"

    def __init__(self, bounds: Bounds | None = None) -> None:
        self.bounds = bounds or Bounds()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._owner = 0
        self._owed = False

    def __enter__(self) -> Box:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, raw: bytes, *, headers_only: bool = False) -> ParsedMessage:
        """Raises Unreadable with the limit that the message met, in one line of French.

        Raises BoxDied when no server starts or stays, whatever the message is: another time may do.
        """
        with self._lock:
            for attempt in (1, 2):
                try:
                    return self._read(raw, headers_only)
                except BoxDied:
                    self._stop()
                    if attempt == 2:
                        raise
        raise AssertionError("unreachable")

    def close(self) -> None:
        with self._lock:
            self._stop()

    def _read(self, raw: bytes, headers_only: bool) -> ParsedMessage:
        control = self._started()
        ours, theirs = socket.socketpair()
        deadline = time.monotonic() + self.bounds.wall_seconds + GRACE
        with ours:
            with theirs:
                self._hand_over(control, theirs, deadline)
            answer = self._talk(ours, raw, headers_only, deadline)
        if self._owed:
            self._status(control, deadline)
        # How this reader ended is read with the next message: nobody waits for it to be gone.
        self._owed = True
        if answer is None:
            raise Unreadable(TOO_MUCH)
        try:
            understood = wire.unpacked(answer)
        except wire.Garbled:
            raise Unreadable(self._why(control, deadline, answer)) from None
        if isinstance(understood, str):
            raise Unreadable(understood)
        return understood

    def _why(self, control: socket.socket, deadline: float, answer: bytes) -> str:
        ended, killed = self._status(control, deadline)
        if ended == "late" or killed == signal.SIGXCPU:
            return LATE
        if killed == signal.SIGKILL:
            return MEMORY
        return GARBLED if answer and not killed else CRASHED

    def _started(self) -> socket.socket:
        if self._owner != os.getpid():
            # A copy of this object in a forked process leaves the server to its owner.
            self._process = self._control = None
        if self._process is not None and self._control is not None and self._process.poll() is None:
            return self._control
        self._stop()
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", self.server, json.dumps(dataclasses.asdict(self.bounds))],
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
        if server is None:
            return
        server.kill()
        server.wait()

    def _hand_over(self, control: socket.socket, theirs: socket.socket, deadline: float) -> None:
        try:
            control.settimeout(max(0.1, deadline - time.monotonic()))
            socket.send_fds(control, [b"m"], [theirs.fileno()])
        except OSError:
            raise BoxDied from None

    def _talk(self, ours: socket.socket, raw: bytes, headers_only: bool, deadline: float) -> bytes | None:
        """The answer, as far as it came; None when it is longer than an answer can be."""
        kept = bytearray()
        try:
            ours.settimeout(max(0.1, deadline - time.monotonic()))
            ours.sendall(wire.request(raw, headers_only=headers_only))
            ours.sendall(raw)
            while True:
                ours.settimeout(max(0.1, deadline - time.monotonic()))
                piece = ours.recv(1_000_000)
                if not piece:
                    return bytes(kept)
                kept += piece
                if len(kept) > wire.LARGEST_ANSWER:
                    return None
        except OSError:
            # It died in the middle, or went on beyond its time: the status says which.
            return b""

    def _status(self, control: socket.socket, deadline: float) -> tuple[str, int]:
        """How a reader ended, each once and in order."""
        kept = b""
        try:
            while len(kept) < STATUS:
                control.settimeout(max(0.1, deadline - time.monotonic()))
                piece = control.recv(STATUS - len(kept))
                if not piece:
                    raise BoxDied
                kept += piece
        except OSError:
            raise BoxDied from None
        self._owed = False
        return kept[:-2].decode("ascii", "replace").strip(), int.from_bytes(kept[-2:])
