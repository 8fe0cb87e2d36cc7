"""The box of this process, started once: a mail that comes alone does not wait for its libraries."""

import atexit
import threading

from core.mail.box.client import Box
from core.mail.parsing.parsed_message import ParsedMessage

_starting = threading.Lock()
_box: Box | None = None


def parse(raw: bytes, *, headers_only: bool = False) -> ParsedMessage:
    """Raises Unreadable for the mail's fault, BoxDied or OSError for the machine's."""
    return _ours().read(raw, headers_only=headers_only)


def _ours() -> Box:
    global _box
    with _starting:
        if _box is None:
            _box = Box().__enter__()
            atexit.register(close)
        return _box


def close() -> None:
    """The next reading starts another."""
    global _box
    with _starting:
        if _box is not None:
            _box.__exit__(None, None, None)
            _box = None
            atexit.unregister(close)
