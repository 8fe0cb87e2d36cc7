"""Remove from the log secrets of addresses, all that follows « ? », traces of refusals, and rows."""

import logging
import re
from collections.abc import Iterator, Sequence


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


class NoTraceOfRefusals(logging.Filter):
    """A request that is refused (400 to 499) is one line: the stack trace is for what fails."""

    def filter(self, record: logging.LogRecord) -> bool:
        if 400 <= getattr(record, "status_code", 0) < 500:
            record.exc_info = record.exc_text = None
        return True


class NoRowsOfTheDatabase(logging.Filter):
    """A constraint that fails quotes the whole row: what people wrote is not for the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[0] is not None:
            trace = record.exc_text or logging.Formatter().formatException(record.exc_info)
            for part in _quoted(record.exc_info[1]):
                trace = trace.replace(f" {part}", "…")
            record.exc_text = trace
        return True


def _quoted(error: BaseException | None) -> Iterator[str]:
    """Yield what the server says beside its message, in this error and in those that caused it."""
    while error is not None:
        diag = getattr(error, "diag", None)
        yield from filter(None, (getattr(diag, "message_detail", None), getattr(diag, "context", None)))
        error = error.__cause__ or error.__context__
