"""After a timeout of the server, no mail is tried for a minute: the worker does its other work.

Each process has its own breaker; a minute is less than most of the waits between two tries.
"""

from time import monotonic

SECONDS = 60
SILENT = "le serveur SMTP n’a pas répondu il y a moins d’une minute"
_until = [0.0]


class CircuitOpen(TimeoutError):
    """The server timed out less than a minute ago."""


def record_timeout() -> None:
    _until[0] = monotonic() + SECONDS


def reset() -> None:
    _until[0] = 0.0


def raise_if_open() -> None:
    """Raises CircuitOpen within a minute of the last timeout."""
    if monotonic() < _until[0]:
        raise CircuitOpen(SILENT)
