"""A fresh sign-in: what is sensitive is done by whoever signed in, or proved who they are, a few minutes ago.

One question, `is_missing`, and two ways to ask it, once the right is checked: `require` for a page, `check` for a form
whose words must stay; `FreshForm` is the form of a button that changes what opens an account.
"""

import time
from typing import Any
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from django import forms
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

from core.people.requests import agent_of


def is_fresh(request: HttpRequest) -> bool:
    """Whether any factor was given within ACCOUNT_REAUTHENTICATION_TIMEOUT seconds (300)."""
    if not request.user.is_authenticated:
        return False
    records = get_authentication_records(request, agent_of(request))
    return any(time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in records)


def is_missing(request: HttpRequest) -> bool:
    """Whether this session must prove again who it is.

    Agents who only sign in with an account kept elsewhere have nothing to prove here: it is for their provider to ask.
    """
    return is_reauthentication_required(request, app=__name__)


def require(request: HttpRequest) -> None:
    """Lead to the page that asks for proof, and back to this very address.

    What a POST sent is not kept, and is not done by the proof itself, as allauth would: the page asks again.
    """
    if is_missing(request):
        methods = get_adapter(request).get_reauthentication_methods(agent_of(request))
        # None: a passkey alone, which this address of the site cannot ask for.
        there = methods[0]["url"] if methods else reverse("account_login")
        back = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
        raise ImmediateHttpResponse(redirect(f"{there}?{back}"))


def check() -> None:
    """For a form that this request sent. Raises ValidationError: what was typed stays in the page meanwhile."""
    if is_missing(context.request):
        raise ValidationError(render_to_string("people/confirm_first.html"))


class FreshForm(forms.Form):
    """Asks before its page is shown, and again when it is sent."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        if data is None:
            require(context.request)
        super().__init__(data, **kwargs)

    def clean(self) -> None:
        check()
