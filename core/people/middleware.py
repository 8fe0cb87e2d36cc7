import time
from collections.abc import Callable
from functools import cache
from threading import BoundedSemaphore
from typing import Any, cast

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from core.people.requests import AgentRequest
from core.web import errors
from core.web.middleware import Middleware

NAMESPACES = frozenset({"approvals"})
# Open to everybody who signs in, whatever else is closed to them.
OPEN_TO_ALL = frozenset(
    {
        "account_login",
        "account_logout",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "help",
        "accessibility",
        "legal_notice",
    }
)
NAMES = OPEN_TO_ALL | frozenset(
    {
        # Their account
        "my_space",
        "site_map",
        "account_inactive",
        "account_change_password",
        "my_data",
        "my_data_file",
        "sign_in_code",
        "session_list",
        "notifications:notification_list",
        "notifications:notification_open",
        "notifications:all_read",
        "notifications:preferences",
        "notifications:preferences_everything",
        "unsubscribe",
        # What the council published: these show drafts to the secretary only
        "deliberations:council",
        "deliberations:feed",
        "deliberations:year_detail",
        "deliberations:year_export",
        "deliberations:session_detail",
        "deliberations:session_export",
        "deliberations:session_zip",
        "deliberations:deliberation_detail",
        "deliberations:text",
        "deliberations:text_page",
        "deliberations:annex",
        "deliberations:annex_page",
        "health",
    }
)
# The home page is the agents': their own is what waits for them.
AGENTS_HOME, HOME = "home", "approvals:approval_list"


def can_reach(view_name: str) -> bool:
    """Whether elected members open the address of this name, its namespaces before it."""
    namespace, colon, _ = view_name.partition(":")
    return view_name in NAMES or bool(colon and namespace in NAMESPACES)


class ElectedAccessMiddleware(Middleware):
    """Closes the intranet to elected members, this list apart; after the session's agent is known."""

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        assert request.resolver_match is not None
        name = request.resolver_match.view_name
        # The cookie first: for strangers the session is not read, and what they get may be shared by caches.
        is_signed = settings.SESSION_COOKIE_NAME in request.COOKIES
        if not is_signed or can_reach(name) or not getattr(request.user, "is_elected", False):
            return None
        if name == AGENTS_HOME:
            return redirect(HOME)
        raise Http404


SEEN = "shared_workstation_seen"
# Written at most once a minute, not on each page.
REFRESH_SECONDS = 60


# Passwords checked at once by each process; the others wait. Each takes a processor for half a second.
HASHES_AT_ONCE = 2
WAIT_SECONDS = 5


class LimitHashingMiddleware(Middleware):
    """Keep passwords from filling the processors; those that wait hold no connection to the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
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


class SharedWorkstationMiddleware(Middleware):
    """« Poste partagé »: the session ends after some idle minutes, and the browser keeps no page."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Read through the cookie, so that strangers without a session cost no statement.
        is_signed = settings.SESSION_COOKIE_NAME in request.COOKIES
        seen = request.session.get(SEEN) if is_signed else None
        if seen is None:
            return self._closing(request, self.get_response(request))
        now = time.time()
        if now - seen > settings.SHARED_WORKSTATION_MINUTES * 60:
            request.session.flush()
        else:
            # The page asks whether one is still there before they end (static/js/shared-workstation.js).
            cast("AgentRequest", request).idle_minutes = settings.SHARED_WORKSTATION_MINUTES
            if now - seen > REFRESH_SECONDS:
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


ASKED = "shared_workstation_asked"


def ask(request: HttpRequest, *, is_shared: bool) -> None:
    request.session[ASKED] = is_shared
    if is_shared:
        # Also for a session that waits for a second factor.
        request.session.set_expiry(0)


@receiver(user_logged_in)
def _begin(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    if request is not None and request.session.pop(ASKED, False):
        request.session.set_expiry(0)
        request.session[SEEN] = time.time()
