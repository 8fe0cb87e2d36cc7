"""Forms refused for want of a session or of a fresh token: the words are kept (see `resume_after_login`)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from core.people import resume_after_login
from core.people.forms import SignInForm
from core.web import errors
from core.web.connections import CommitWatch
from core.web.forms import is_resuming
from core.web.middleware import Middleware


class ResumingLoginRequiredMiddleware(LoginRequiredMiddleware):
    """Every page is closed to strangers; what they typed goes with them to the sign-in."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> Any:
        carried = resume_after_login.carried_by(request) if request.method == "POST" else None
        if carried is None:
            return super().handle_no_permission(request, view_func)
        return sign_in_page(request, carried)


class ResumedFormMiddleware(Middleware):
    """Keep nothing of what a view does with a form that comes back from the sign-in: it is only shown again."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        # An exempt view decides first where its files go: its body is not read here.
        if getattr(view, "csrf_exempt", False) or not is_resuming(request):
            return None
        if (carried := resume_after_login.carried_by(request)) is None:
            return None
        # Its body is read here: whether there are files is known.
        carried = replace(carried, may_have_files=bool(request.FILES))
        if not _may_be_shown_again(request, carried):
            return stale_page(request, carried)
        written = CommitWatch()
        with transaction.atomic(), connection.execute_wrapper(written):
            response = view(request, *args, **kwargs)
            transaction.set_rollback(True)
        if not (written.has_written or 300 <= response.status_code < 400):
            return response
        # It read no form, and did what it was asked: none of that is true, nor what it says to the next page.
        list(messages.get_messages(request))
        return stale_page(request, carried)


def _may_be_shown_again(request: HttpRequest, carried: resume_after_login.Carried) -> bool:
    """Return whether the view may run at all: what it counts of failures, or changes of the session, is no row."""
    if not request.user.is_authenticated or carried.made_for != request.user.reference:
        return False
    # Without a namespace, as allauth's: the council has sessions too.
    name = request.resolver_match.view_name if request.resolver_match else ""
    is_of_accounts = name.startswith(("account_", "mfa_", "openid_", "passkey", "session_"))
    return not (is_of_accounts or any("password" in field for field, _ in carried.fields))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Signing in again in another tab replaces the token of every open page."""
    carried = resume_after_login.carried_by(request)
    if carried is None:
        sent = resume_after_login.sent_by(request)
        return errors.csrf_failure(request, reason) if sent is None else stale_page(request, sent)
    if request.user.is_authenticated:
        return resume_after_login.give_back(request, carried, is_stale=True)
    return sign_in_page(request, carried)


@never_cache
def stale_page(request: HttpRequest, sent: resume_after_login.Carried) -> HttpResponse:
    """403, since nothing was done; what was typed is in the page and nowhere else."""
    match = request.resolver_match
    is_closed = match is None or getattr(match.func, "login_required", True)
    is_open = request.user.is_authenticated or not is_closed
    context = {
        "sent": sent,
        # Sent again without its files, a form would do something else.
        "can_send_again": is_open and not sent.may_have_files and not sent.is_too_long,
        "is_open": is_open,
        # Of what was undone.
        "messages": (),
    }
    return render(request, "people/stale.html", context, status=403)


@never_cache
def sign_in_page(request: HttpRequest, carried: resume_after_login.Carried) -> HttpResponse:
    """403, since nothing was done; the words are in the page and nowhere else."""
    context: dict[str, Any] = {"carried": carried, "redirect_field_name": REDIRECT_FIELD_NAME}
    if carried.is_too_long:
        return render(request, "people/too_long_to_carry.html", context, status=403)
    form = SignInForm(request=request, initial={resume_after_login.CARRIED: carried.pack()})
    context |= {"form": form, "redirect_field_value": carried.path}
    return render(request, "account/login.html", context, status=403)
