import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

SEEN = "shared_workstation_seen"
# Written at most once a minute, not on each page.
REFRESH_SECONDS = 60


class SharedWorkstationMiddleware:
    """« Poste partagé »: the session ends after some idle minutes, and the browser keeps no page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Read through the cookie, so that strangers without a session cost no statement.
        is_signed = settings.SESSION_COOKIE_NAME in request.COOKIES
        seen = request.session.get(SEEN) if is_signed else None
        if seen is None:
            return self._closing(request, self.get_response(request))
        now = time.time()
        if now - seen > settings.SHARED_WORKSTATION_MINUTES * 60:
            request.session.flush()
        elif now - seen > REFRESH_SECONDS:
            request.session[SEEN] = now
        response = self.get_response(request)
        response.headers["Cache-Control"] = "no-store, private"
        return self._closing(request, response)

    @staticmethod
    def _closing(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if getattr(request, "leaves_nothing_behind", False):
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response
