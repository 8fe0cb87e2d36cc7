"""One line a request, where the log is JSON; the request's id, shared with nginx, where it is not too."""

import logging
import re
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core.operations.log_lines import REQUEST_ID, route_of

logger = logging.getLogger(__name__)
HEADER = "X-Request-ID"
# As nginx writes its own; anything else may be words that somebody sends to the log.
WELL_FORMED = re.compile(r"[0-9a-f]{32}")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class RequestLogMiddleware:
    """Outermost: how long the whole answer took, whatever refused it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

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
