from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from core.people import refused_forms, resume_after_login
from core.people.middleware import OPEN_TO_ALL
from core.people.openid import session
from core.people.requests import agent_of
from core.people.second_factor import policies
from core.web.middleware import Middleware

# What opens to somebody who must set up a second factor first; all else waits.
OPEN = OPEN_TO_ALL | frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "passkey_add",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_reauthenticate",
    }
)


class SecondFactorMiddleware(Middleware):
    """Lead whoever must have a second factor, and has none, to the page that sets it up; after the session is known."""

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        assert request.resolver_match is not None
        # The cookie first: for strangers the session is not read.
        if not settings.SECOND_FACTOR_FOR or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if not request.user.is_authenticated or request.resolver_match.view_name in OPEN:
            return None
        if not policies.lacks(agent_of(request)):
            return None
        return _held_back(request)


def _held_back(request: HttpRequest) -> HttpResponse:
    """Keep the typed form in the page: nothing was done."""
    if request.method != "POST":
        return redirect("mfa_index")
    if carried := resume_after_login.carried_by(request):
        page = session.leave(
            request, "la page qui protège votre compte", reverse("mfa_index"), carried=carried
        )
        page.status_code = 403
        return page
    sent = resume_after_login.sent_by(request)
    return refused_forms.stale_page(request, sent) if sent else redirect("mfa_index")
