"""A worker that does what the request says, and cares for nothing."""

import os
import time
from collections.abc import Callable


def warm_up() -> None:
    pass


def answer(request: bytes, send: Callable[[bytes], None]) -> None:
    match request.split():
        case [b"echo", *words]:
            for word in words:
                send(word)
        case [b"empty"]:
            send(b"")
        case [b"sleep"]:
            send(b"asleep")
            time.sleep(60)
        case [b"half"]:
            send(b"one")
            raise ZeroDivisionError
        case [b"nice"]:
            send(str(os.nice(0)).encode())
        case [b"pid"]:
            send(str(os.getpid()).encode())
