"""A server that does not even refuse: for a minute no other mail waits for it, so that the worker does its other work.

Each process finds out for itself; a minute is less than most of the waits between two tries.
"""

from time import monotonic

SECONDS = 60
SILENT = "le serveur SMTP n’a pas répondu il y a moins d’une minute"
_until = [0.0]


class CircuitOpen(TimeoutError):
    """It was asked a moment ago, and said nothing."""


def record_timeout() -> None:
    _until[0] = monotonic() + SECONDS


def reset() -> None:
    _until[0] = 0.0


def raise_if_open() -> None:
    """Raises SilentServer within the minute."""
    if monotonic() < _until[0]:
        raise CircuitOpen(SILENT)
