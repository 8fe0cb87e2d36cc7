"""The box: a process that has everything loaded, and forks one that reads one message and dies.

Run by `core.mail.box.client` as `python -m core.mail.box.server`, with the control socket as its standard input. The
reader of the next message is forked before it comes, and waits for it on that socket: a message is one end of a
socket, sent along with a byte. When it has answered, or died, the server says how on the control socket.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys
import time
from dataclasses import dataclass

from core.mail.box import wire
from core.mail.box.confining import confine
from core.mail.box.limits import Bounds
from core.mail.parsing.message import parse_message
from core.mail.parsing.parsed_message import Unreadable

# How often the server looks whether whoever started it still lives, in seconds.
GLANCE = 1.0
MEMORY = "Le message demande trop de mémoire."
# Read once by the server, so that no reader has codecs to load nor patterns to compile.
EVERY_DAY = b"""From: =?utf-8?q?No=C3=ABl?= <n@x.example>
To: a@x.example
Subject: =?iso-8859-1?q?=E9?= =?windows-1252?b?6Q==?=
Date: Tue, 3 Nov 2026 10:12:00 +0100
References: <a@x.example>
Content-Type: multipart/mixed; boundary="x"

--x
Content-Type: multipart/alternative; boundary="y"

--y
Content-Type: text/plain; charset=iso-8859-15; format=flowed

\xe9
--y
Content-Type: text/html; charset=utf-16
Content-Transfer-Encoding: quoted-printable

=FF=FE<=00b=00>=00
--y--
--x
Content-Type: text/html

<ul><li><a href="https://x.example">a</a><blockquote>b</blockquote></ul><table><tr><td style="margin:0">c</table>
--x
Content-Type: application/pdf; name*=utf-8''a.pdf
Content-Transfer-Encoding: base64

YQ==
--x--
"""
UNEXPECTED = "La lecture du message s’est arrêtée sur une erreur\u00a0:"


@dataclass(frozen=True)
class Reader:
    """A forked process; `begun` tells by a byte that it has a message, and by its end that it is gone."""

    pid: int
    begun: int


def main() -> int:
    control = socket.socket(fileno=0)
    client, bounds = os.getppid(), Bounds(**json.loads(sys.argv[1]))
    os.chdir("/")
    parse_message(EVERY_DAY)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.collect()
    gc.freeze()
    while True:
        reader = fork_reader(control, bounds)
        status = watch(reader, bounds, client)
        if status is None:
            return 0
        try:
            control.sendall(status)
        except OSError:
            return 0


def fork_reader(control: socket.socket, bounds: Bounds) -> Reader:
    begun, telling = os.pipe()
    server = os.getpid()
    pid = os.fork()
    if pid:
        os.close(telling)
        return Reader(pid, begun)
    try:
        os.close(begun)
        _serve(control, telling, bounds, server)
    finally:
        # Whatever happened: this process never becomes a second server.
        os._exit(1)


def _serve(control: socket.socket, telling: int, bounds: Bounds, server: int) -> None:
    confine(bounds, server)
    _, descriptors, _, _ = socket.recv_fds(control, 1, 1)
    if not descriptors:
        # The client is gone.
        os._exit(3)
    os.write(telling, b"!")
    control.detach()
    os.close(0)
    # The server's own errors go to the log; what a message might make a library say does not.
    os.dup2(1, 2)
    with socket.socket(fileno=descriptors[0]) as connection:
        for piece in _answer(connection):
            connection.sendall(piece)
    os._exit(0)


def _answer(connection: socket.socket) -> list[bytes]:
    try:
        head = _exactly(connection, 1 + wire.LENGTH)
        raw = bytes(_exactly(connection, int.from_bytes(head[1:])))
        return wire.packed(parse_message(raw, headers_only=bool(head[0] & wire.HEADERS_ONLY)))
    except Unreadable as refusal:
        return wire.refused(str(refusal))
    except MemoryError:
        return wire.refused(MEMORY)
    except Exception as error:
        # The class alone: a message would carry pieces of the mail to the administrators' screens.
        return wire.refused(f"{UNEXPECTED} {type(error).__name__}.")


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


def watch(reader: Reader, bounds: Bounds, client: int) -> bytes | None:
    """Wait for the reader's end, kill it when its time is over; how it ended, or None when the client has gone."""
    deadline: float | None = None
    ended = b"ended"
    poll = select.poll()
    poll.register(reader.begun, select.POLLIN | select.POLLHUP)
    while True:
        left = GLANCE if deadline is None else max(0.0, deadline - time.monotonic())
        if poll.poll(min(left, GLANCE) * 1000):
            if not os.read(reader.begun, 1):
                break
            deadline = time.monotonic() + bounds.wall_seconds
        elif deadline is not None and time.monotonic() >= deadline:
            os.kill(reader.pid, signal.SIGKILL)
            ended = b"late"
            break
        # Its end of the socket may live on in a process that it forked.
        if os.getppid() != client:
            os.kill(reader.pid, signal.SIGKILL)
            return None
    os.close(reader.begun)
    _, status = os.waitpid(reader.pid, 0)
    if deadline is None:
        # It never had a message: the client closed its end, or the reader was killed for no fault of a message.
        return None
    return _said(ended, os.waitstatus_to_exitcode(status))


def _said(ended: bytes, code: int) -> bytes:
    """Eight bytes: « late », « ended », and the signal that killed it or 0."""
    killed = -code if code < 0 else 0
    return ended.ljust(6) + killed.to_bytes(2)


if __name__ == "__main__":
    sys.exit(main())
