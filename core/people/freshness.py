"""A fresh sign-in: what is sensitive is done by whoever signed in, or proved who they are, a few minutes ago."""

import time

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

from core.people.requests import agent_of


def is_fresh(request: HttpRequest) -> bool:
    """Whether any factor was given within ACCOUNT_REAUTHENTICATION_TIMEOUT seconds (300)."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, agent_of(request))
    return any(time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in records)
