"""The pages of a test message: write it or bring a file, then see each step."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.documents.limits import size_label
from core.mail.models import State
from core.mail.views import trust_label
from core.people.requests import AgentRequest
from core.web.idempotency import create_once
from core.web.refusals import refusals_in
from demo.models import TrialMail
from demo.trial_mail import actions, steps
from demo.trial_mail.forms import FileForm, InvitationForm, WriteForm

MOST_LISTED = 20


@require_http_methods(["GET", "POST"])
def message_create(request: AgentRequest) -> HttpResponse:
    """Write as oneself, or answer as the address names: its words are the first ones of a form, and no more."""
    asked = {
        name: request.GET.get(name, "").replace("\x00", "")[:320] for name in ("sender", "to", "subject")
    }
    initial = {name: words for name, words in asked.items() if words}
    form = WriteForm(*_data(request), by=request.user, initial=initial)
    return _sending(request, form, actions.send_written)


@require_http_methods(["GET", "POST"])
def message_upload(request: AgentRequest) -> HttpResponse:
    return _sending(request, FileForm(*_data(request)), actions.send_file)


@require_http_methods(["GET", "POST"])
def message_invite(request: AgentRequest) -> HttpResponse:
    """An agent whose address nobody knows has no calendar to invite from."""
    if not request.user.email:
        raise Http404
    return _sending(request, InvitationForm(*_data(request)), actions.send_invitation)


def _data(request: AgentRequest) -> tuple[object, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _sending(request: AgentRequest, form: forms.Form, send: Callable[..., TrialMail]) -> HttpResponse:
    mine = TrialMail.objects.by(request.user)
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "submission_key"}
        with refusals_in(form):
            sent, _ = create_once(
                mine,
                form.cleaned_data["submission_key"],
                lambda key: send(by=request.user, submission_key=key, **given),
            )
            return redirect(sent)
    listed = mine.select_related("mail").order_by("-pk")[:MOST_LISTED]
    context = {
        "form": form,
        "is_file": isinstance(form, FileForm),
        "is_invitation": isinstance(form, InvitationForm),
        "sent": listed,
    }
    return render(request, "demo/trial_mail/message_create.html", context)


@never_cache
@require_safe
def message_detail(request: AgentRequest, reference: str) -> HttpResponse:
    """Each step, for its sender alone; a worker reads it meanwhile."""
    mine = TrialMail.objects.by(request.user).select_related("mail__sender")
    sent = get_object_or_404(mine, reference=reference)
    mail = sent.mail
    is_read = mail.state != State.RECEIVED
    if request.headers.get("HX-Request") and is_read:
        return HttpResponse(headers={"HX-Refresh": "true"})
    context = {
        "sent": sent,
        "mail": mail,
        "is_read": is_read,
        "size": size_label(mail.size),
        "trust": trust_label(mail.trust),
        "files": steps.file_names(mail) if is_read else None,
        "outcome": steps.outcome_of(mail, reader=request.user),
        "replies": steps.replies_to(mail, reader=request.user),
    }
    template = "demo/trial_mail/message_detail.html"
    return render(request, f"{template}#waiting" if request.headers.get("HX-Request") else template, context)
