"""What the application's log never holds: the secret of an address, or what stands after its « ? »."""

import logging
import re
from collections.abc import Sequence


class HideSecretAddresses(logging.Filter):
    """In the messages of every logger: « /salles/agenda/… », whatever follows the given beginnings of addresses."""

    def __init__(self, beginnings: Sequence[str]) -> None:
        super().__init__()
        self._secret = re.compile(f"({'|'.join(map(re.escape, beginnings))})[^\\s'\"]+")

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = self._hidden(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(self._hidden, record.args))
        return True

    def _hidden(self, part: object) -> object:
        if not isinstance(part, str):
            return part
        if part.startswith("/"):
            part = part.partition("?")[0]
        return self._secret.sub(r"\1…", part)
