"""Addresses open to accounts of elected members: this list. All else is 404, whatever the method.

404 and not 403: the account belongs to nobody of the intranet, and what it may not read does not exist for it, as for
any page that somebody may not see. A new address is closed until it is written here.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

NAMESPACES = frozenset({"approvals"})
NAMES = frozenset(
    {
        # Their account
        "my_space",
        "account_login",
        "account_logout",
        "account_inactive",
        "account_change_password",
        "my_data",
        "my_data_file",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
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
        # Open to all
        "help",
        "accessibility",
        "legal_notice",
        "health",
    }
)
# The home page is the agents': their own is what waits for them.
AGENTS_HOME, HOME = "home", "approvals:approval_list"


def can_reach(view_name: str) -> bool:
    """Whether elected members open the address of this name, its namespaces before it."""
    namespace, colon, _ = view_name.partition(":")
    return view_name in NAMES or bool(colon and namespace in NAMESPACES)


class ElectedAccessMiddleware:
    """Closes the intranet to elected members, this list apart; after the session's agent is known."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

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
