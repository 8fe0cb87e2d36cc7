import logging
import time
from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core.people import middleware, refused_forms, resume_after_login, sign_ins
from core.people.models import SignIn
from core.people.openid import accounts, session
from core.people.openid.providers import OpenIDProvider, Reason, Refusal
from core.people.requests import network_of
from core.web.connections import release_connections
from core.web.rate_limits import count

logger = logging.getLogger(__name__)
# Lines of the journal that refusals from one network may write in so many seconds.
MOST_LINES, SECONDS = 100, 300


@login_not_required
@never_cache
@require_POST
def openid_start(request: HttpRequest, provider: str) -> HttpResponse:
    """A button of the sign-in page: it sends that page's form, and brings the words that it carries."""
    found = _provider(request, provider)
    there = request.POST.get(REDIRECT_FIELD_NAME, "")
    is_ours = url_has_allowed_host_and_scheme(there, allowed_hosts=None)
    carried = resume_after_login.unpack(request.POST.get(resume_after_login.CARRIED, ""))
    try:
        if not sign_ins.may_leave(request):
            raise Refusal(Reason.LIMIT)
        address = found.start(
            request,
            next_url=there if is_ours else None,
            is_shared="shared_workstation" in request.POST,
        )
    except Refusal as refusal:
        page = _refused(request, found, refusal)
        # The words that the sign-in page carries stay in it.
        return refused_forms.sign_in_page(request, carried) if carried else page
    return session.leave(request, found.name, address, carried=carried)


@login_not_required
@never_cache
@require_GET
def openid_callback(request: HttpRequest, provider: str) -> HttpResponse:
    found = _provider(request, provider)
    try:
        state = _state(request, found)
        # The provider may be slow: others need the connection to the database more.
        release_connections()
        identity = found.identity(request, request.GET["code"], state)
        accounts.link(identity, provider_name=found.name)
    except Refusal as refusal:
        return _refused(request, found, refusal)
    if request.user.is_authenticated:
        # Somebody else's session, perhaps: nothing of it goes on.
        logout(request)
    login = found.sociallogin_from_response(request, {"sub": identity.subject})
    login.state = state
    middleware.ask(request, is_shared=state["data"]["is_shared"])
    response: HttpResponse = complete_social_login(request, login)
    session.keep(request, identity, name=found.name)
    return response


def _provider(request: HttpRequest, name: str) -> OpenIDProvider:
    try:
        found: OpenIDProvider = get_adapter(request).get_provider(request, name)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    return found


def _state(request: HttpRequest, provider: OpenIDProvider) -> dict[str, Any]:
    """Return the state that this browser was sent with; it is used once. Raise Refusal."""
    named = request.GET.get("state", "")
    state = statekit.unstash_state(request, provider_id=provider.sub_id, state_id=named)
    if state is None:
        raise Refusal(Reason.STATE)
    if (error := request.GET.get("error")) == provider.oauth2_adapter_class.login_cancelled_error:
        # ProConnect says no more than this of a strength that it could not obtain.
        is_unmet = "ACR" in request.GET.get("error_description", "")
        raise Refusal(Reason.STRENGTH if is_unmet else Reason.CANCELLED)
    if error == "unmet_authentication_requirements":
        raise Refusal(Reason.STRENGTH)
    if error is not None or not request.GET.get("code"):
        raise Refusal(Reason.ANSWER, "callback: an error instead of a code")
    if request.GET.get("iss", provider.app.provider_id).rstrip("/") != provider.app.provider_id:
        raise Refusal(Reason.ANSWER, "callback: another issuer")
    return state


def _refused(request: HttpRequest, provider: OpenIDProvider, refusal: Refusal) -> HttpResponse:
    """The sign-in page says why; the log and the journal hold nothing that the provider or the browser sent."""
    times = _times_refused(request) if refusal.reason == Reason.LIMIT else 1
    if times == 1:
        logger.warning("sign-in by %s refused: %s %s", provider.id, refusal.reason, refusal.detail)
        _write_in_journal(request, refusal)
    elif str(times).rstrip("0") == "1":
        # The tenth, the hundredth…
        logger.warning("sign-in by %s refused: %s, %d times", provider.id, refusal.reason, times)
    context = {"reason": refusal.reason, "provider": provider.name}
    messages.error(request, render_to_string("people/openid_refused.txt", context, request).strip())
    return redirect("account_login")


def _times_refused(request: HttpRequest) -> int:
    """Departures are refused by thousands: how many from this network, in these minutes."""
    period = int(time.time()) // SECONDS
    return count(f"openid_limit:{network_of(request)}:{period}", seconds=SECONDS)


def _write_in_journal(request: HttpRequest, refusal: Refusal) -> None:
    key = f"openid_refused:{network_of(request)}"
    if cache.get(key, 0) < MOST_LINES:
        count(key, seconds=SECONDS)
        agent = sign_ins.agent_named(refusal.email) if refusal.email else None
        sign_ins.write(request, agent, SignIn.Outcome.REFUSED, SignIn.Means.OPENID)
