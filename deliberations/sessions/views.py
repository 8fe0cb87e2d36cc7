"""The secretary's desk on the site: preparing a session, publishing it, correcting it afterwards."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.documents import actions as documents
from core.history.entries import history_of
from core.people.requests import AgentRequest
from core.ui.once import create_once
from core.ui.pagination import paginate
from core.ui.stale_forms import atomic_post, lock_on_post
from deliberations import policies
from deliberations.acts import actions as act_actions
from deliberations.constraint_messages import NOT_SECRETARY
from deliberations.forms import (
    DeliberationForm,
    ReasonForm,
    ReceiptForm,
    SessionChangeForm,
    SessionCreateForm,
)
from deliberations.models import CouncilSession, Deliberation
from deliberations.pages.views import plausible
from deliberations.receipts import actions as receipt_actions
from deliberations.scdl import export
from deliberations.sessions import actions
from deliberations.sessions.completeness import problems_of

# What is wrong in a year's export is listed as far as a person reads.
MOST_LEFT_OUT = 200
MOST_CHECKED = 1000
# The desk's page; a session of the council holds fewer.
ACTS_A_PAGE = 100


def session_create(request: AgentRequest) -> HttpResponse:
    _check(request)
    form = SessionCreateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        key = data.pop("submission_key")
        try:
            session, is_new = create_once(
                CouncilSession.objects.filter(created_by=request.user),
                key,
                lambda key: actions.create_session(by=request.user, submission_key=key, **data),
            )
        except ValidationError as error:
            _refuse(form, error)
        else:
            said = (
                "La séance est créée\u00a0: ajoutez ses délibérations."
                if is_new
                else "Cette séance est déjà créée\u00a0: la voici."
            )
            messages.success(request, said)
            return redirect("deliberations:session_prepare", session.reference)
    return render(request, "deliberations/session_create.html", {"form": form})


def session_prepare(request: AgentRequest, reference: str) -> HttpResponse:
    """The session on one page: its order, what lacks, and what may be done with it."""
    session = _session(request, reference)
    rows = _rows_to_check(session)
    page = paginate(rows, request, size=ACTS_A_PAGE)
    for deliberation in page:
        deliberation.session = session
    context = {
        "session": session,
        "page": page,
        "lacks": problems_of(session, list(page)),
        "unnumbered": session.deliberations.filter(number="").count(),
        "can_delete": policies.can_delete_session(request.user, session),
        "can_publish": policies.can_publish(request.user, session) and page,
        "can_unpublish": policies.can_unpublish(request.user, session),
        "entries": history_of(session),
    }
    return render(request, "deliberations/session_prepare.html", context)


@atomic_post
def session_change(request: AgentRequest, reference: str) -> HttpResponse:
    session = _session(request, reference)
    lock_on_post(request, session)
    data = request.POST if request.method == "POST" else None
    form = SessionChangeForm(data, session=session, initial=SessionChangeForm.initial_for(session))
    done = "La séance est corrigée."
    return _asked(request, session, form, actions.change_session, "deliberations/session_change.html", done)


def session_unpublish(request: AgentRequest, reference: str) -> HttpResponse:
    session = _session(request, reference)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    return _asked(request, session, form, actions.unpublish, "deliberations/session_unpublish.html")


def session_publish(request: AgentRequest, reference: str) -> HttpResponse:
    """The page says what lacks; its button publishes."""
    session = _session(request, reference)
    form = forms.Form(request.POST if request.method == "POST" else None)
    rows = _rows_to_check(session)
    lacks = problems_of(session, list(rows[:MOST_CHECKED]))
    context = {"lacks": lacks, "is_blocked": any(lack.is_blocking for lack in lacks)}
    return _asked(
        request, session, form, actions.publish, "deliberations/session_publish.html", context=context
    )


def _rows_to_check(session: CouncilSession) -> QuerySet[Deliberation]:
    """In the session's order, with what `lacks_of` looks at."""
    rows = session.deliberations.select_related("matter", "text")
    return rows.prefetch_related("annexes__document").order_by("position")


def _asked(
    request: AgentRequest,
    session: CouncilSession,
    form: forms.Form,
    action: Callable[..., Any],
    template: str,
    done: str = "",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Ask, do, say, return to the session's desk; a refusal keeps what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            said = action(session, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            _refuse(form, error)
        else:
            messages.success(request, said if isinstance(said, str) else done)
            return redirect("deliberations:session_prepare", session.reference)
    # The action may have moved the instance before it was refused: the page shows what is kept.
    session.refresh_from_db()
    return render(request, template, {"form": form, "session": session, **(context or {})})


def session_delete(request: AgentRequest, reference: str) -> HttpResponse:
    session = _session(request, reference)
    if request.method == "POST":
        try:
            actions.delete_session(session, by=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
            return redirect("deliberations:session_prepare", reference)
        messages.success(request, "La séance est supprimée.")
        return redirect("deliberations:council")
    if not policies.can_delete_session(request.user, session):
        raise PermissionDenied("Cette séance a été publiée\u00a0: elle ne se supprime plus.")
    return render(request, "deliberations/session_delete.html", {"session": session})


@require_POST
def session_number(request: AgentRequest, reference: str) -> HttpResponse:
    session = _session(request, reference)
    try:
        messages.success(request, actions.assign_numbers(session, by=request.user))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect("deliberations:session_prepare", reference)


# Deliberations


def deliberation_add(request: AgentRequest, reference: str) -> HttpResponse:
    session = _session(request, reference)
    if request.method != "POST":
        form = DeliberationForm(by=request.user, session=session, initial={"adopted_on": session.held_on})
        return _form_page(request, form, session)
    form = DeliberationForm(request.POST, request.FILES, by=request.user, session=session)
    if form.is_valid():
        try:
            deliberation, is_new = create_once(
                session.deliberations.all(),
                form.cleaned_data["submission_key"],
                lambda key: act_actions.add_deliberation(
                    session,
                    by=request.user,
                    files=form.files_brought(),
                    submission_key=key,
                    **form.fields_written(),
                ),
            )
        except ValidationError as error:
            _refuse(form, error)
        else:
            said = (
                "La délibération est ajoutée."
                if is_new
                else "Cette délibération était déjà ajoutée\u00a0: la voici."
            )
            messages.success(request, said)
            return redirect(_anchor(deliberation))
    return _form_page(request, form, session)


def deliberation_change(request: AgentRequest, year: int, session: str, slug: str) -> HttpResponse:
    deliberation = _deliberation(request, year, session, slug)
    held = deliberation.session
    given: dict[str, Any] = {"by": request.user, "session": held, "deliberation": deliberation}
    given["initial"] = DeliberationForm.initial_for(deliberation)
    if request.method != "POST":
        return _form_page(request, DeliberationForm(**given), held, deliberation)
    form = DeliberationForm(request.POST, request.FILES, **given)
    if form.is_valid():
        stamp = form.cleaned_data["stamp"]
        try:
            deliberation = act_actions.change_deliberation(
                deliberation,
                by=request.user,
                stamp=stamp,
                files=form.files_brought(),
                **form.fields_written(),
            )
        except ValidationError as error:
            _refuse(form, error)
            form.take_new_stamp()
        else:
            messages.success(request, "La délibération est enregistrée.")
            return redirect(_anchor(deliberation))
    return _form_page(request, form, held, deliberation)


def _form_page(
    request: AgentRequest,
    form: DeliberationForm,
    session: CouncilSession,
    deliberation: Deliberation | None = None,
) -> HttpResponse:
    context = {"form": form, "session": session, "deliberation": deliberation}
    return render(request, "deliberations/deliberation_form.html", context)


@require_POST
def deliberation_move(request: AgentRequest, year: int, session: str, slug: str) -> HttpResponse:
    deliberation = _deliberation(request, year, session, slug)
    try:
        act_actions.move_deliberation(deliberation, by=request.user, up=request.POST.get("sens") == "haut")
    except ValidationError as error:
        messages.error(request, error.messages[0])
    return redirect(_anchor(deliberation))


def deliberation_remove(request: AgentRequest, year: int, session: str, slug: str) -> HttpResponse:
    deliberation = _deliberation(request, year, session, slug)
    reference = deliberation.session.reference
    if request.method == "POST":
        try:
            act_actions.remove_deliberation(deliberation, by=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, "La délibération est supprimée.")
        return redirect("deliberations:session_prepare", reference)
    if not policies.can_remove(request.user, deliberation):
        raise PermissionDenied("Cette délibération a été publiée\u00a0: elle ne se supprime plus.")
    context = {"deliberation": deliberation, "session": deliberation.session}
    return render(request, "deliberations/deliberation_remove.html", context)


# The préfecture and the open data


def receipts(request: AgentRequest) -> HttpResponse:
    """Receipts of the préfecture, several at once; what each did is said."""
    _check(request)
    if request.method != "POST":
        return render(request, "deliberations/receipts.html", {"form": ReceiptForm(by=request.user)})
    form = ReceiptForm(request.POST, request.FILES, by=request.user)
    done: list[tuple[str, str, bool]] = []
    if form.is_valid():
        for upload in form.cleaned_data["receipts"]:
            try:
                receipt = receipt_actions.parse_receipt(upload.file_path.read_bytes())
                done.append((upload.name, receipt_actions.record_receipt(receipt, by=request.user), True))
            except FileNotFoundError:
                # The same form, sent at the same moment, has read it already.
                done.append((upload.name, "Ce fichier n’attend plus\u00a0: choisissez-le de nouveau.", False))
            except ValidationError as error:
                done.append((upload.name, error.messages[0], False))
            documents.discard(upload, by=request.user)
        form = ReceiptForm(by=request.user)
    return render(request, "deliberations/receipts.html", {"form": form, "done": done})


def export_check(request: AgentRequest, year: int) -> HttpResponse:
    """What the year's open data will leave out, and why."""
    _check(request)
    rows = Deliberation.objects.published().filter(year=plausible(year)).select_related("matter", "session")
    left_out = []
    for deliberation in rows.order_by("session__held_on", "session", "position").iterator(1000):
        if why := export.exclusion_reason(deliberation):
            left_out.append((deliberation, why))
            if len(left_out) > MOST_LEFT_OUT:
                break
    context = {
        "year": year,
        "left_out": left_out[:MOST_LEFT_OUT],
        "is_cut": len(left_out) > MOST_LEFT_OUT,
        "is_possible": export.is_configured(),
    }
    return render(request, "deliberations/export_check.html", context)


# Finding


def _check(request: AgentRequest) -> None:
    if not policies.can_prepare(request.user):
        raise PermissionDenied(NOT_SECRETARY)


def _session(request: AgentRequest, reference: str) -> CouncilSession:
    """Of what is published others know that it exists; of a draft they do not."""
    session = get_object_or_404(CouncilSession.objects.visible_to(request.user), reference=reference)
    _check(request)
    return session


def _deliberation(request: AgentRequest, year: int, session: str, slug: str) -> Deliberation:
    rows = Deliberation.objects.visible_to(request.user).select_related(
        "session", "text", "rapporteur", "matter"
    )
    found = get_object_or_404(rows, slug=slug, session__slug=session, session__year=plausible(year))
    _check(request)
    return found


def _refuse(form: forms.Form, error: ValidationError) -> None:
    """Beside the field that mends it, where the form has that field."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, errors in error.error_dict.items():
        form.add_error(field if field in form.fields else None, errors)


def _anchor(deliberation: Deliberation) -> str:
    """The deliberation's row on the session's desk."""
    url = reverse("deliberations:session_prepare", args=[deliberation.session.reference])
    return f"{url}#d{deliberation.pk}"
