"""A process that has loaded a worker, and forks one child for each request, which answers and dies.

Run by `core.sandbox.client` as `python -m core.sandbox.server <worker> <limits>`, with the control socket as its
standard input. The child for the next request is forked before it comes, and waits for it on that socket: a request is
one end of a socket, sent along with a byte. When the child has answered, or died, the server says how on the control
socket.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
import time
from dataclasses import dataclass
from types import ModuleType

from core.sandbox.confinement import confine
from core.sandbox.limits import Limits

# Of a length, before the request and before each frame of the answer; the end of an answer is a length of its own.
LENGTH = 8
END = b"\xff" * LENGTH
# Of how a child ended: « late » or « ended », and its exit code, negative for the signal that killed it.
STATUS = 8
OUT_OF_MEMORY = 4
# How often the server looks whether whoever started it still lives, in seconds.
GLANCE = 1.0


@dataclass(frozen=True)
class Child:
    """A forked process; `begun` tells by a byte that it has a request, and by its end that it is gone."""

    pid: int
    begun: int


def main() -> int:
    control = socket.socket(fileno=0)
    client, limits = os.getppid(), Limits(**json.loads(sys.argv[2]))
    os.chdir("/")
    worker = importlib.import_module(sys.argv[1])
    worker.warm_up()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.collect()
    gc.freeze()
    while True:
        child = fork_child(control, worker, limits)
        status = watch(child, limits, client)
        if status is None:
            return 0
        try:
            control.sendall(status)
        except OSError:
            return 0


def fork_child(control: socket.socket, worker: ModuleType, limits: Limits) -> Child:
    begun, telling = os.pipe()
    server = os.getpid()
    pid = os.fork()
    if pid:
        os.close(telling)
        return Child(pid, begun)
    try:
        os.close(begun)
        _serve(control, telling, worker, limits, server)
    finally:
        # Whatever happened: this process never becomes a second server.
        os._exit(1)


def _serve(control: socket.socket, telling: int, worker: ModuleType, limits: Limits, server: int) -> None:
    confine(limits, server)
    _, descriptors, _, _ = socket.recv_fds(control, 1, 1)
    if not descriptors:
        # The client is gone.
        os._exit(3)
    os.write(telling, b"!")
    control.detach()
    os.close(0)
    # The server's own errors go to the log; what a file might make a library say does not.
    os.dup2(1, 2)
    try:
        with socket.socket(fileno=descriptors[0]) as connection:
            request = bytes(_exactly(connection, int.from_bytes(_exactly(connection, LENGTH))))

            def send(frame: bytes) -> None:
                connection.sendall(len(frame).to_bytes(LENGTH))
                connection.sendall(frame)

            worker.answer(request, send)
            connection.sendall(END)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    os._exit(0)


def _exactly(connection: socket.socket, size: int) -> bytearray:
    """Raises EOFError when the other end closes before."""
    kept = bytearray(size)
    view = memoryview(kept)
    while view:
        count = connection.recv_into(view)
        if not count:
            raise EOFError
        view = view[count:]
    return kept


def watch(child: Child, limits: Limits, client: int) -> bytes | None:
    """Wait for the child's end, kill it when its time is over; how it ended, or None when the client has gone."""
    deadline: float | None = None
    ended = b"ended"
    poll = select.poll()
    poll.register(child.begun, select.POLLIN | select.POLLHUP)
    while True:
        left = GLANCE if deadline is None else max(0.0, deadline - time.monotonic())
        if poll.poll(min(left, GLANCE) * 1000):
            if not os.read(child.begun, 1):
                break
            deadline = time.monotonic() + limits.wall_seconds
        elif deadline is not None and time.monotonic() >= deadline:
            os.kill(child.pid, signal.SIGKILL)
            ended = b"late"
            break
        # Its end of the socket may live on in a process that it forked.
        if os.getppid() != client:
            os.kill(child.pid, signal.SIGKILL)
            return None
    os.close(child.begun)
    _, status = os.waitpid(child.pid, 0)
    if deadline is None:
        # It never had a request: the client closed its end, or it was killed for no fault of a request.
        return None
    code = os.waitstatus_to_exitcode(status)
    return ended.ljust(STATUS - 2) + code.to_bytes(2, signed=True)


if __name__ == "__main__":
    sys.exit(main())
