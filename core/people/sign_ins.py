"""The journal of sign-ins, which holds nothing that was typed, and how many failed ones are answered.

Those that succeed are never counted.

Failures are counted for an account from one network address, for an account from anywhere, and for an address. A
browser that has already signed in to the account has a counter of its own instead (the « device cookie » of OWASP), so
that nobody can keep its owner out by failing on purpose. A password reset makes the browser known too, for passwords.

Passwords, printed codes and codes of a second factor are counted apart: failures of a stranger, who has no password,
keep nobody from the code that comes after it. A browser is known for codes once a second factor was given in it: a
stranger who reads the mails of an agent resets the password at will, and would have five codes more each time.

Departures for a provider are counted for a network address, whatever becomes of them: each asks the provider and writes
a session. Failures and departures have counters of their own, and neither holds back the other.
"""

from __future__ import annotations

import ipaddress
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pgtrigger
from allauth.account.authentication import get_authentication_records
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authentication_failed
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.core import signing
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string, salted_hmac

from core.people.middleware import SEEN
from core.people.models import Agent, SignIn
from core.people.requests import address_of, network_of
from core.web.connections import call
from core.web.rate_limits import count

# allauth's words for how somebody came in; a second factor comes after one of them.
MEANS = {
    "password": SignIn.Means.PASSWORD,
    "code": SignIn.Means.CODE,
    "socialaccount": SignIn.Means.OPENID,
}
# Six months: what the CNIL asks of a journal, and what the legal notice says.
SIGN_IN_DAYS = 183


def write(request: HttpRequest, agent: Agent | None, outcome: SignIn.Outcome, means: SignIn.Means) -> None:
    SignIn.objects.create(agent=agent, address=_address(request), outcome=outcome, means=means)


def means_of(request: HttpRequest, agent: Agent) -> SignIn.Means:
    """How this agent came in with this browser, as allauth noted it."""
    methods = [record["method"] for record in get_authentication_records(request, agent)]
    return next((MEANS[method] for method in reversed(methods) if method in MEANS), SignIn.Means.PASSWORD)


@transaction.atomic
def purge(at: datetime) -> int:
    """Delete the lines older than SIGN_IN_DAYS, by a function of the table's owner; how many."""
    with pgtrigger.ignore("people.SignIn:append_only"):
        return int(call("people_purge_sign_ins", at))


# In the session until the home page has said what this is.
FIRST_VISIT = "first_visit"


@receiver(user_logged_in)
def _note_opened(sender: Any, request: HttpRequest, user: Agent, **kwargs: Any) -> None:
    # A session made without a page (a command, a test) comes from nowhere.
    if request is not None and "REMOTE_ADDR" in request.META:
        if not SignIn.objects.filter(agent=user, outcome=SignIn.Outcome.OPENED).exists():
            request.session[FIRST_VISIT] = True
        write(request, user, SignIn.Outcome.OPENED, means_of(request, user))


@receiver(authentication_failed)
def _note_wrong_code(sender: Any, request: HttpRequest, user: Agent, **kwargs: Any) -> None:
    write(request, user, SignIn.Outcome.REFUSED, SignIn.Means.SECOND_FACTOR)


@receiver(password_reset)
def _note_reset(sender: Any, request: HttpRequest, user: Agent, **kwargs: Any) -> None:
    write(request, user, SignIn.Outcome.PASSWORD_SET, SignIn.Means.MAIL)


@receiver([password_changed, password_set])
def _note_changed(sender: Any, request: HttpRequest, user: Agent, **kwargs: Any) -> None:
    write(request, user, SignIn.Outcome.PASSWORD_SET, SignIn.Means.PASSWORD)


def _address(request: HttpRequest) -> str | None:
    try:
        return str(ipaddress.ip_address(address_of(request)))
    except (PermissionDenied, ValueError):
        return None


COOKIE, SALT = "known_device", "core.people.known_device"
# Sent to every page that asks who somebody is.
COOKIE_DAYS, COOKIE_PATH = 365, "/compte/"
# Failures that are answered, and the seconds in which they count.
FROM_ONE_PLACE, PLACE_SECONDS = 5, 5 * 60
ON_ONE_ACCOUNT, ACCOUNT_SECONDS = 50, 60 * 60
FROM_ONE_ADDRESS, ADDRESS_SECONDS = 300, 5 * 60
# Departures for a provider, which guess nothing: a town of 2,000 agents comes to work behind one address.
DEPARTURES = 3_000


@dataclass(frozen=True)
class Limit:
    """`error` is the key of the adapter's message for whom it refuses."""

    key: str
    most: int
    seconds: int
    error: str

    @property
    def is_reached(self) -> bool:
        return bool(cache.get(self.key, 0) >= self.most)


def refusal(request: HttpRequest, login: str, means: SignIn.Means) -> str:
    """The key of the message that refuses this attempt before what was typed is checked, or nothing."""
    return next((limit.error for limit in _limits(request, login, means) if limit.is_reached), "")


def note_failure(request: HttpRequest, login: str, means: SignIn.Means) -> None:
    for limit in _limits(request, login, means):
        count(limit.key, seconds=limit.seconds)


def may_leave(request: HttpRequest) -> bool:
    """Whether one more departure for a provider is answered from this network address; it is counted."""
    network, period = network_of(request), int(time.time()) // ADDRESS_SECONDS
    limit = Limit(f"sign_in:leave:{network}:{period}", DEPARTURES, ADDRESS_SECONDS, "")
    if limit.is_reached:
        return False
    count(limit.key, seconds=limit.seconds)
    return True


def remember_device(request: HttpRequest, response: HttpResponse, agent: Agent) -> None:
    """Make this browser known for that agent; never on a shared workstation."""
    if SEEN in request.session:
        return
    gave_factor = any(record["method"] == "mfa" for record in get_authentication_records(request, agent))
    response.set_cookie(
        COOKIE,
        signing.dumps([agent.reference, get_random_string(12), gave_factor], salt=SALT),
        max_age=COOKIE_DAYS * 24 * 60 * 60,
        path=COOKIE_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _limits(request: HttpRequest, login: str, means: SignIn.Means) -> list[Limit]:
    login, agent = login.strip().lower(), agent_named(login)
    is_factor = means == SignIn.Means.SECOND_FACTOR
    here, anywhere = (
        ("too_many_codes", "too_many_codes_on_account")
        if is_factor
        else ("too_many_login_attempts", "too_many_on_account")
    )
    if agent and (device := _known_device(request, agent, for_factor=is_factor)):
        return [Limit(f"sign_in:{means}:device:{device}", FROM_ONE_PLACE, PLACE_SECONDS, here)]
    # An unknown account is limited like the others, or the answer would tell which exist. People also type their
    # password there: what was typed is not kept.
    account = agent.reference if agent else salted_hmac(SALT, login, algorithm="sha256").hexdigest()
    network = network_of(request)
    # Counters of a whole town or of hours have a new name in each period: they start again even if failures never stop.
    hour, period = (int(time.time()) // seconds for seconds in (ACCOUNT_SECONDS, ADDRESS_SECONDS))
    return [
        Limit(f"sign_in:{means}:{account}:{network}", FROM_ONE_PLACE, PLACE_SECONDS, here),
        Limit(f"sign_in:{means}:{account}:{hour}", ON_ONE_ACCOUNT, ACCOUNT_SECONDS, anywhere),
        Limit(
            f"sign_in:{means}:{network}:{period}", FROM_ONE_ADDRESS, ADDRESS_SECONDS, "too_many_from_address"
        ),
    ]


def agent_named(login: str) -> Agent | None:
    """The agent whose identifiant or address was typed."""
    login = login.strip().lower()
    return Agent.objects.filter(Q(identifiant=login) | Q(email__iexact=login)).order_by("pk").first()


def _known_device(request: HttpRequest, agent: Agent, *, for_factor: bool = False) -> str:
    """The random name of this browser if it has signed in to that account before, or has given its second factor."""
    try:
        # Cookies of before the third, for a year, are of sign-ins without a second factor.
        reference, device, *gave_factor = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=COOKIE_DAYS * 24 * 60 * 60
        )
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return device if reference == agent.reference and (not for_factor or any(gave_factor)) else ""
