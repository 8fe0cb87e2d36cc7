"""One line a request, where the log is JSON; the request's id, shared with nginx, where it is not too."""

import json
import logging
import re
import time
import traceback
import uuid
from contextvars import ContextVar
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core.web.middleware import Middleware

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


logger = logging.getLogger(__name__)
HEADER = "X-Request-ID"
# As nginx writes its own; anything else may be words that somebody sends to the log.
WELL_FORMED = re.compile(r"[0-9a-f]{32}")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class RequestLogMiddleware(Middleware):
    """Outermost: how long the whole answer took, whatever refused it."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given, started = request.headers.get(HEADER, ""), time.perf_counter()
        token = REQUEST_ID.set(given if WELL_FORMED.fullmatch(given) else uuid.uuid4().hex)
        try:
            response = self.get_response(request)
            response.headers[HEADER] = REQUEST_ID.get()
            if logger.isEnabledFor(logging.INFO) and is_logged(request.path):
                fields = {
                    "method": request.method if request.method in METHODS else "",
                    "route": route_of(request),
                    "status": response.status_code,
                    "duration_ms": round((time.perf_counter() - started) * 1000, 1),
                }
                logger.info("request", extra={"fields": fields})
            return response
        finally:
            REQUEST_ID.reset(token)


def is_logged(path: str) -> bool:
    """Not where a time alone would tell something: deploy/nginx.conf leaves the same out."""
    return not f"{path.lower().rstrip('/')}/".startswith(
        (*settings.UNLOGGED_ADDRESSES, *settings.SECRET_ADDRESSES)
    )
