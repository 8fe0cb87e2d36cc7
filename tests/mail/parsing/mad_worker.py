"""The worker as it would be if a library went mad on a message: its subject says how."""

import os
import signal
import time

from core.mail.parsing import message, worker
from core.mail.parsing.parsed_message import ParsedMessage


def read(raw: bytes, *, headers_only: bool = False) -> ParsedMessage:
    reading = message.parse_message(raw, headers_only=headers_only)
    if reading.subject == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if reading.subject == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if reading.subject == "exit":
        os._exit(0)
    if reading.subject == "error":
        raise ZeroDivisionError(reading.text)
    if reading.subject == "sleep":
        time.sleep(60)
    if reading.subject == "loop":
        while True:
            pass
    if reading.subject == "memory":
        reading.text = "x" * 4_000_000_000
    if reading.subject == "nul":
        reading.text = "\x00"
    if reading.subject == "server":
        os.kill(os.getppid(), signal.SIGKILL)
    if reading.subject == "fork":
        reading.text = str(confined())
    if reading.subject == "environment":
        reading.text = " ".join([*sorted(os.environ), os.getcwd(), *sorted(os.listdir("/proc/self/fd"))])
    return reading


def confined() -> str:
    """What a message that took hold of the process could not do."""
    refused = []
    for action in (
        lambda: os.write(os.open("/tmp", os.O_TMPFILE | os.O_WRONLY), b"x"),
        lambda: [os.pipe() for _ in "." * 20],
    ):
        try:
            action()
        except OSError as error:
            refused.append(type(error).__name__)
    return " ".join(refused)


worker.parse_message = read
warm_up, answer = worker.warm_up, worker.answer
