import time
from collections.abc import Callable
from functools import cache
from threading import BoundedSemaphore

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from core.ui import errors

SEEN = "shared_workstation_seen"
# Written at most once a minute, not on each page.
REFRESH_SECONDS = 60


# Passwords checked at once by each process; the others wait. Each takes a processor for half a second.
HASHES_AT_ONCE = 2
WAIT_SECONDS = 5


class LimitHashingMiddleware:
    """Keep passwords from filling the processors; those that wait hold no connection to the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.hashing = BoundedSemaphore(HASHES_AT_ONCE)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or not request.path.startswith(_hashing_paths()):
            return self.get_response(request)
        if not self.hashing.acquire(timeout=WAIT_SECONDS):
            return errors.busy(request)
        try:
            return self.get_response(request)
        finally:
            self.hashing.release()


@cache
def _hashing_paths() -> tuple[str, ...]:
    """Return the addresses where a password or a code is checked or chosen."""
    reset = reverse("account_reset_password_from_key", args=["0", "0"]).removesuffix("0-0/")
    names = ("account_login", "sign_in_code", "account_change_password", "account_reauthenticate")
    return (*(reverse(name) for name in names), reset)


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


class AgentMiddleware(AuthenticationMiddleware):
    """Django's; the agent is read before the page's transaction, and a page that asks nothing more opens none.

    A session whose key has changed is written anew: within that transaction, PostgreSQL would refuse it.
    """

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        # The cookie first: for strangers the session is not read, and what they get may be shared by caches.
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            before = request.session.session_key
            request.user = get_user(request)
            if request.user.is_authenticated and request.session.session_key != before:
                # Django renews the key after a change of SECRET_KEY: under the old one, nobody could end this session.
                UserSession.objects.filter(session_key=before).update(session_key=request.session.session_key)
