"""A worker that does what the file says, and tries what a file that took hold of it would."""

import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from typing import BinaryIO


def answer(file: BinaryIO, send: Callable[[bytes], None], **options: object) -> None:
    match file.read().split():
        case [b"echo", *words]:
            for word in words:
                send(word)
        case [b"empty"]:
            send(b"")
        case [b"options"]:
            send(repr(sorted(options)).encode())
        case [b"print"]:
            os.write(1, b"words of a library")
        case [b"sleep"]:
            send(b"asleep")
            time.sleep(60)
        case [b"die", number]:
            os.kill(os.getpid(), int(number))
        case [b"half"]:
            send(b"one")
            raise ZeroDivisionError
        case [b"endless"]:
            while True:
                send(bytes(1_000))
        case [b"nice"]:
            send(str(os.nice(0)).encode())
        case [b"seen"]:
            send(" ".join([os.getcwd(), *sorted(os.environ), *os.listdir("/")]).encode())
        case [b"list", path]:
            send(" ".join(sorted(os.listdir(path.decode()))).encode())
        case [b"try", what, *words]:
            send(tried(what.decode(), *(word.decode() for word in words)))


def tried(what: str, *words: str) -> bytes:
    """Do one thing; the name of the error, or the word done."""
    try:
        TRIALS[what](*words)
    except (OSError, RuntimeError) as error:
        return type(error).__name__.encode()
    return b"done"


def bomb() -> None:
    """Not endless, should nothing stop it."""
    for _ in range(100):
        if not os.fork():
            time.sleep(60)


def unix(path: str) -> None:
    socket.socket(socket.AF_UNIX).connect(path)


def network(port: str) -> None:
    socket.create_connection(("127.0.0.1", int(port)), timeout=10).close()


def write(path: str) -> None:
    with open(path, "wb") as file:
        file.write(b"x")


TRIALS: dict[str, Callable[..., object]] = {
    "read": lambda path: open(path, "rb").close(),
    "write": write,
    "unix": unix,
    "network": network,
    "bomb": bomb,
    "thread": lambda: threading.Thread(target=print).start(),
    "run": lambda: os.execv("/usr/bin/true", ["true"]),
    "namespace": lambda: os.unshare(os.CLONE_NEWUSER),
    "files": lambda: [os.pipe() for _ in range(40)],
    "kill": lambda pid: os.kill(int(pid), signal.SIGKILL),
}
