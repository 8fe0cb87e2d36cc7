"""The secretary adds, corrects, moves and removes the deliberations of a session."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from core.approvals.reading import refusals_of
from core.people.requests import AgentRequest
from core.ui.french import spaced
from core.ui.once import create_once
from core.ui.refusals import refusals_as_messages, refusals_in
from deliberations import policies
from deliberations.acts import actions
from deliberations.acts.forms import DeliberationForm
from deliberations.draft_approvals.actions import is_returned
from deliberations.models import CouncilSession, Deliberation
from deliberations.secretary_pages import deliberation_to_prepare, row_url, session_to_prepare


def deliberation_add(request: AgentRequest, reference: str) -> HttpResponse:
    session = session_to_prepare(request, reference)
    if request.method != "POST":
        form = DeliberationForm(by=request.user, session=session, initial={"adopted_on": session.held_on})
        return _form_page(request, form, session)
    form = DeliberationForm(request.POST, request.FILES, by=request.user, session=session)
    if form.is_valid():
        with refusals_in(form):
            deliberation, is_new = create_once(
                session.deliberations.all(),
                form.cleaned_data["submission_key"],
                lambda key: actions.add_deliberation(
                    session,
                    by=request.user,
                    files=form.files_brought(),
                    submission_key=key,
                    **form.fields_written(),
                ),
            )
            said = (
                "La délibération est ajoutée."
                if is_new
                else spaced("Cette délibération était déjà ajoutée : la voici.")
            )
            messages.success(request, said)
            return redirect(row_url(deliberation))
    return _form_page(request, form, session)


def deliberation_change(request: AgentRequest, year: int, session: str, slug: str) -> HttpResponse:
    deliberation = deliberation_to_prepare(request, year, session, slug)
    held = deliberation.session
    given: dict[str, Any] = {"by": request.user, "session": held, "deliberation": deliberation}
    given["initial"] = DeliberationForm.initial_for(deliberation)
    if request.method != "POST":
        return _form_page(request, DeliberationForm(**given), held, deliberation)
    form = DeliberationForm(request.POST, request.FILES, **given)
    if form.is_valid():
        stamp = form.cleaned_data["stamp"]
        with refusals_in(form):
            deliberation = actions.change_deliberation(
                deliberation,
                by=request.user,
                stamp=stamp,
                files=form.files_brought(),
                **form.fields_written(),
            )
            messages.success(request, "La délibération est enregistrée.")
            if deliberation.asks_visas_again:
                messages.info(request, spaced("Son texte a changé : le visa des rapporteurs est redemandé."))
            if is_returned(deliberation):
                messages.warning(
                    request, "Ce projet reste refusé tant que vous ne l’avez pas renvoyé à son rapporteur."
                )
                return redirect("deliberations:session_approvals", held.reference)
            return redirect(row_url(deliberation))
        form.take_new_stamp()
    return _form_page(request, form, held, deliberation)


@require_POST
def deliberation_move(request: AgentRequest, year: int, session: str, slug: str) -> HttpResponse:
    deliberation = deliberation_to_prepare(request, year, session, slug)
    with refusals_as_messages(request):
        actions.move_deliberation(deliberation, by=request.user, is_up=request.POST.get("sens") == "haut")
    return redirect(row_url(deliberation))


def deliberation_remove(request: AgentRequest, year: int, session: str, slug: str) -> HttpResponse:
    deliberation = deliberation_to_prepare(request, year, session, slug)
    reference = deliberation.session.reference
    if request.method == "POST":
        with refusals_as_messages(request):
            actions.remove_deliberation(deliberation, by=request.user)
            messages.success(request, "La délibération est supprimée.")
        return redirect("deliberations:session_prepare", reference)
    if not policies.can_remove(request.user, deliberation):
        raise PermissionDenied(spaced("Cette délibération a été publiée : elle ne se supprime plus."))
    context = {"deliberation": deliberation, "session": deliberation.session}
    return render(request, "deliberations/deliberation_remove.html", context)


def _form_page(
    request: AgentRequest,
    form: DeliberationForm,
    session: CouncilSession,
    deliberation: Deliberation | None = None,
) -> HttpResponse:
    context = {"form": form, "session": session, "deliberation": deliberation}
    if deliberation and not session.is_published:
        context["refusals"] = refusals_of(deliberation)
    return render(request, "deliberations/deliberation_form.html", context)
