"""A server that does not even refuse: for a minute no other mail waits for it, so that the worker does its other work.

Each process finds out for itself; a minute is less than most of the waits between two tries.
"""

from time import monotonic

SECONDS = 60
SILENT = "le serveur SMTP n’a pas répondu il y a moins d’une minute"
_until = [0.0]


class SilentServer(TimeoutError):
    """It was asked a moment ago, and said nothing."""


def note_silence() -> None:
    _until[0] = monotonic() + SECONDS


def forget() -> None:
    _until[0] = 0.0


def check_server_answers() -> None:
    """Raises SilentServer within the minute."""
    if monotonic() < _until[0]:
        raise SilentServer(SILENT)
