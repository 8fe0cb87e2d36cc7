"""The secretary sends the drafts of a session to their rapporteurs, and follows their visas."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from core.people.requests import AgentRequest
from core.ui.french import count_of, listed, spaced
from core.ui.pagination import paginate
from core.ui.refusals import refusals_as_messages, refusals_in
from deliberations.draft_approvals import actions
from deliberations.draft_approvals.content import obstacle_of, with_rapporteurs
from deliberations.draft_approvals.forms import PaperForm, SendForm
from deliberations.draft_approvals.table import rows_of
from deliberations.models import Deliberation
from deliberations.secretary_pages import deliberation_to_prepare, session_to_prepare

DRAFTS_A_PAGE = 100


def session_approvals(request: AgentRequest, reference: str) -> HttpResponse:
    """Each draft, where its visa is, and the form that sends those that were not."""
    session = session_to_prepare(request, reference)
    form = SendForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            _say(request, actions.send_drafts(session, by=request.user, **form.cleaned_data))
            return redirect("deliberations:session_approvals", reference)
    page = paginate(with_rapporteurs(session.deliberations.order_by("position")), request, size=DRAFTS_A_PAGE)
    rows = rows_of(page)
    for row in rows:
        row.deliberation.session = session
    to_send = [row for row in rows if row.approval is None and not obstacle_of(row.deliberation)]
    context = {
        "session": session,
        "form": form,
        "page": page,
        "rows": rows,
        "to_send": len(to_send),
        "has_visa": sum(row.is_approved for row in rows),
    }
    return render(request, "deliberations/session_approvals.html", context)


def draft_paper(request: AgentRequest, year: int, session: str, slug: str) -> HttpResponse:
    """A visa given on paper: whose, its day, the sheet."""
    draft = _draft(request, year, session, slug)
    row = rows_of([draft])[0]
    if not row.waiting:
        messages.error(request, spaced("Aucun visa n’est attendu pour ce projet : rien à enregistrer."))
        return _back(draft)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PaperForm(*sent, by=request.user, waiting=row.waiting)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            actions.record_paper(draft, by=request.user, **form.cleaned_data)
            messages.success(request, "Le visa sur papier est enregistré.")
            return _back(draft)
    context = {"form": form, "deliberation": draft, "session": draft.session, "row": row}
    return render(request, "deliberations/draft_paper.html", context)


@require_POST
def draft_resend(request: AgentRequest, year: int, session: str, slug: str) -> HttpResponse:
    return _done(
        request, _draft(request, year, session, slug), actions.resend_draft, "Le projet est renvoyé en visa."
    )


@require_POST
def draft_withdraw(request: AgentRequest, year: int, session: str, slug: str) -> HttpResponse:
    said = spaced("Le projet n’est plus en visa : il peut être envoyé de nouveau.")
    return _done(request, _draft(request, year, session, slug), actions.withdraw_draft, said)


def _done(request: AgentRequest, draft: Deliberation, action: Callable[..., None], said: str) -> HttpResponse:
    with refusals_as_messages(request):
        action(draft, by=request.user)
        messages.success(request, said)
    return _back(draft)


def _back(draft: Deliberation) -> HttpResponse:
    return redirect("deliberations:session_approvals", draft.session.reference)


def _draft(request: AgentRequest, year: int, session: str, slug: str) -> Deliberation:
    """Raises Http404, PermissionDenied."""
    held = deliberation_to_prepare(request, year, session, slug)
    draft: Deliberation = with_rapporteurs(Deliberation.objects.filter(pk=held.pk)).get()
    draft.session = held.session
    return draft


def _say(request: AgentRequest, sending: actions.Sending) -> None:
    if sending.sent:
        messages.success(
            request, f"{count_of(len(sending.sent), 'projet envoyé', 'projets envoyés')} en visa."
        )
    elif not sending.kept:
        messages.info(request, "Tous les projets étaient déjà envoyés.")
    if sending.kept:
        why = listed([spaced(f"« {draft.object[:60]} » ({reason})") for draft, reason in sending.kept])
        messages.warning(request, spaced(f"Pas envoyé : {why}."))
