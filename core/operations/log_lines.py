"""The log as lines of JSON, for a collector: what happened, when, on which kind of page; never whose, nor which."""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

# Of the request that this thread answers; empty outside one.
REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
# Their arguments are addresses, with keys and typed words, or what a browser sent.
QUOTING = ("django", "gunicorn", "allauth")
FRAMES = 12


class JsonLines(logging.Formatter):
    """One object a line. Of an exception, its type and where it was raised: its words quote what was typed."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
            "request_id": REQUEST_ID.get(),
            **getattr(record, "fields", {}),
        }
        request = getattr(record, "request", None)
        if request is not None:
            line |= {"route": route_of(request), "status": getattr(record, "status_code", None)}
        if record.exc_info and record.exc_info[0]:
            line |= {"error": record.exc_info[0].__qualname__, "trace": _frames(record.exc_info[2])}
        return json.dumps({key: value for key, value in line.items() if value}, ensure_ascii=False)


def route_of(request: Any) -> str:
    """The pattern of the address, such as « salles/<slug:slug>/ »; nothing for an address that does not exist."""
    match = getattr(request, "resolver_match", None)
    return match.route if match else ""


def _message(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] not in QUOTING:
        return record.getMessage()
    if status := getattr(record, "status_code", None):
        return HTTPStatus(status).phrase
    return str(record.msg) if record.args else record.name.rpartition(".")[2]


def _frames(trace: Any) -> list[str]:
    """The innermost, as « file:line function »."""
    found = traceback.extract_tb(trace)[-FRAMES:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in found]
