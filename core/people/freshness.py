"""A fresh sign-in: what is sensitive is done by whoever signed in, or proved who they are, a few minutes ago."""

import time

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest

from core.people.requests import agent_of


def is_fresh(request: HttpRequest) -> bool:
    """Whether any factor was given within ACCOUNT_REAUTHENTICATION_TIMEOUT seconds (300)."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, agent_of(request))
    return any(time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in records)


def require(request: HttpRequest) -> None:
    """For a GET, once its right is checked: lead to the page that asks for proof, and back to this very address.

    Agents who only sign in with an account kept elsewhere have nothing to prove here: it is for their provider to ask.
    """
    if is_reauthentication_required(request, app=__name__):
        raise ReauthenticationRequired
