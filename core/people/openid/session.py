"""Keep in the session the provider that opened it, so that signing out ends there too."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.views.decorators.cache import never_cache

from core.people import resume_after_login, sign_ins
from core.people.models import SignIn
from core.people.openid.providers import RANDOM_LENGTH, SAFE_ADDRESS, Identity
from core.people.requests import agent_of

KEY = "openid_session"


def keep(request: HttpRequest, identity: Identity, *, name: str) -> None:
    request.session[KEY] = {
        "name": name,
        "id_token": identity.id_token,
        "end_session": identity.end_session,
    }


def end_address(request: HttpRequest) -> tuple[str, str] | None:
    """The provider's name and where one leaves it, if it opened this session and says where.

    `state` is asked for by ProConnect. Nothing is checked when it comes back, for nothing is left to do: the session
    has ended here before the browser leaves.
    """
    kept = request.session.get(KEY)
    if not kept or not request.user.is_authenticated or not SAFE_ADDRESS.match(kept["end_session"]):
        return None
    if sign_ins.means_of(request, agent_of(request)) != SignIn.Means.OPENID:
        return None
    asked = {
        "id_token_hint": kept["id_token"],
        "state": get_random_string(RANDOM_LENGTH),
        "post_logout_redirect_uri": settings.SITE_URL.rstrip("/") + reverse("account_login"),
    }
    return kept["name"], f"{kept['end_session']}?{urlencode(asked)}"


@never_cache
def leave(
    request: HttpRequest, name: str, address: str, *, carried: resume_after_login.Carried | None = None
) -> HttpResponse:
    """A page that leads to the provider; with words to keep, in another tab.

    Not a redirect: browsers hold it, and all that follows it, to the form-action of our content security policy.
    """
    context = {"name": name, "address": address, "carried": carried}
    return render(request, "people/openid_leave.html", context)
