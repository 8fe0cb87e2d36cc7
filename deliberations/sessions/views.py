"""Preparing a session, publishing it, correcting it afterwards."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.documents.models import Document
from core.history.entries import history_of
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.ui.french import listed, long_date, spaced
from core.ui.once import create_once
from core.ui.pagination import paginate
from core.ui.refusals import refusals_as_messages, refusals_in
from core.ui.stale_forms import atomic_post, lock_on_post
from deliberations import policies
from deliberations.draft_approvals.content import with_rapporteurs
from deliberations.draft_approvals.table import rows_of, without_visa
from deliberations.models import CouncilSession, Deliberation
from deliberations.models.deliberations import Result
from deliberations.policies import check_secretary
from deliberations.scdl.export import matter_of
from deliberations.secretary_pages import session_to_prepare
from deliberations.sessions import actions
from deliberations.sessions.forms import PublishForm, ReasonForm, SessionChangeForm, SessionCreateForm

ACTES_NUMBER = re.compile(r"[0-9A-Z_]{1,15}", re.ASCII)
ACTES_RULE = spaced("15 au plus de chiffres, de majuscules et de « _ »")


@dataclass(frozen=True)
class Problem:
    """All that a deliberation lacks; one that `is_blocking` stops the publication, others only warn."""

    deliberation: Deliberation
    words: str
    is_blocking: bool


def problems_of(session: CouncilSession, deliberations: list[Deliberation]) -> list[Problem]:
    """In the session's order; `deliberations` with their matter, their text, and their annexes' documents."""
    found = []
    for deliberation in deliberations:
        if lacking := _lacking(session, deliberation):
            found.append(Problem(deliberation, f"{listed(lacking)}.", is_blocking=not deliberation.number))
    return found


def _lacking(session: CouncilSession, deliberation: Deliberation) -> list[str]:
    lacking = []
    if not deliberation.number:
        lacking.append("n’a pas de numéro")
    elif not ACTES_NUMBER.fullmatch(deliberation.number):
        lacking.append(f"a un numéro que la préfecture refuserait ({ACTES_RULE})")
    lacking += _files(deliberation)
    if deliberation.result == Result.PENDING:
        lacking.append("n’a pas de résultat")
    elif deliberation.result in (Result.ADOPTED, Result.REJECTED) and not deliberation.has_votes:
        lacking.append("n’a pas tous ses votes")
    if "" in matter_of(deliberation):
        lacking.append("n’a pas de matière de la nomenclature, sans laquelle elle manquera à l’export SCDL")
    if deliberation.adopted_on != session.held_on:
        lacking.append(f"est datée du {long_date(deliberation.adopted_on)}")
    return lacking


def _files(deliberation: Deliberation) -> list[str]:
    """List what to check in its files before agents open them."""
    text = deliberation.text
    if text is None:
        found = ["n’a pas encore son texte (PDF)"]
    elif text.text_state == Document.TextState.NO_TEXT:
        found = ["a pour texte une numérisation, dont la recherche ne lit pas les mots"]
    else:
        found = [f"a un texte {text.reading_problem}"] if text.reading_problem else []
    for annex in deliberation.annexes.all():
        if problem := annex.document.reading_problem:
            found.append(spaced(f"a une annexe (« {annex.title} ») {problem}"))
    return found


MOST_CHECKED = 1000
# One page of `session_prepare`; a session of the council holds fewer.
ACTS_A_PAGE = 100


def session_create(request: AgentRequest) -> HttpResponse:
    check_secretary(request.user)
    form = SessionCreateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        key = data.pop("submission_key")
        with refusals_in(form):
            session, is_new = create_once(
                CouncilSession.objects.filter(created_by=request.user),
                key,
                lambda key: actions.create_session(by=request.user, submission_key=key, **data),
            )
            said = (
                spaced("La séance est créée : ajoutez ses délibérations.")
                if is_new
                else spaced("Cette séance est déjà créée : la voici.")
            )
            messages.success(request, said)
            return redirect("deliberations:session_prepare", session.reference)
    return render(request, "deliberations/session_create.html", {"form": form})


@require_safe
def session_prepare(request: AgentRequest, reference: str) -> HttpResponse:
    """The session on one page: its order, what is missing, and what may be done with it."""
    session = session_to_prepare(request, reference)
    rows = _rows_to_check(session)
    page = paginate(rows, request, size=ACTS_A_PAGE)
    for deliberation in page:
        deliberation.session = session
    context = {
        "session": session,
        "page": page,
        "problems": problems_of(session, list(page)),
        "unnumbered": session.deliberations.filter(number="").count(),
        "can_delete": policies.can_delete_session(request.user, session),
        "can_publish": policies.can_publish(request.user, session) and page,
        "can_unpublish": policies.can_unpublish(request.user, session),
        "entries": history_of(session),
    }
    return render(request, "deliberations/session_prepare.html", context)


@atomic_post
def session_change(request: AgentRequest, reference: str) -> HttpResponse:
    session = session_to_prepare(request, reference)
    lock_on_post(request, session)
    data = request.POST if request.method == "POST" else None
    form = SessionChangeForm(data, session=session, initial=SessionChangeForm.initial_for(session))
    done = "La séance est corrigée."
    return _asked(request, session, form, actions.change_session, "deliberations/session_change.html", done)


def session_unpublish(request: AgentRequest, reference: str) -> HttpResponse:
    session = session_to_prepare(request, reference)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    return _asked(request, session, form, actions.unpublish, "deliberations/session_unpublish.html")


def session_publish(request: AgentRequest, reference: str) -> HttpResponse:
    """The page says what is missing; its button publishes."""
    session = session_to_prepare(request, reference)
    rows = list(with_rapporteurs(_rows_to_check(session))[:MOST_CHECKED])
    problems = problems_of(session, rows)
    unread = [] if session.is_published else without_visa(rows_of(rows))
    form = PublishForm(request.POST if request.method == "POST" else None, lacks_visas=bool(unread))
    context = {
        "problems": problems,
        "is_blocked": any(problem.is_blocking for problem in problems),
        "without_visa": unread,
    }

    def publish(session: CouncilSession, *, by: Agent, without_visas: bool = False) -> str:
        return actions.publish(session, by=by)

    return _asked(request, session, form, publish, "deliberations/session_publish.html", context=context)


def _rows_to_check(session: CouncilSession) -> QuerySet[Deliberation]:
    """In the session's order, with what `problems_of` looks at."""
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
    """Ask, act, say, return to the session; a refusal keeps what was typed."""
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            said = action(session, by=request.user, **form.cleaned_data)
            messages.success(request, said if isinstance(said, str) else done)
            return redirect("deliberations:session_prepare", session.reference)
    # The action may have changed the instance before it was refused: the page shows what is kept.
    session.refresh_from_db()
    return render(request, template, {"form": form, "session": session, **(context or {})})


def session_delete(request: AgentRequest, reference: str) -> HttpResponse:
    session = session_to_prepare(request, reference)
    if request.method == "POST":
        with refusals_as_messages(request):
            actions.delete_session(session, by=request.user)
            messages.success(request, "La séance est supprimée.")
            return redirect("deliberations:council")
        return redirect("deliberations:session_prepare", reference)
    if not policies.can_delete_session(request.user, session):
        raise PermissionDenied(spaced("Cette séance a été publiée : elle ne se supprime plus."))
    return render(request, "deliberations/session_delete.html", {"session": session})


@require_POST
def session_number(request: AgentRequest, reference: str) -> HttpResponse:
    session = session_to_prepare(request, reference)
    with refusals_as_messages(request):
        messages.success(request, actions.assign_numbers(session, by=request.user))
    return redirect("deliberations:session_prepare", reference)
