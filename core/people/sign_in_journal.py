"""The sign-in journal: who opened a session or failed to, when, from where. Nothing that was typed is written."""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta
from typing import Any

import pgtrigger
from allauth.account.authentication import get_authentication_records
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authentication_failed
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import receiver
from django.http import HttpRequest

from core.people.models import Agent, SignIn
from core.people.requests import address_of
from core.ui.connections import call

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


def old_lines(at: datetime) -> QuerySet[SignIn]:
    return SignIn.objects.filter(at__lt=at - timedelta(days=SIGN_IN_DAYS))


@transaction.atomic
def purge(at: datetime) -> int:
    """Delete the lines older than SIGN_IN_DAYS, by a function of the table's owner; how many."""
    with pgtrigger.ignore("people.SignIn:append_only"):
        return int(call("people_purge_sign_ins", at))


@receiver(user_logged_in)
def _note_opened(sender: Any, request: HttpRequest, user: Agent, **kwargs: Any) -> None:
    # A session made without a page (a command, a test) comes from nowhere.
    if request is not None and "REMOTE_ADDR" in request.META:
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
