from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from core.people.requests import AgentRequest
from core.ui.french import count_of
from core.ui.pagination import paginate
from core.ui.refusals import refusals_in
from core.ui.stale_forms import atomic_post, lock_on_post
from deliberations.secretary_pages import session_to_prepare
from deliberations.voting import actions
from deliberations.voting.forms import VotesForm

# Five fields each: fewer than a request may carry.
ACTS_A_PAGE = 100


@atomic_post
def session_votes(request: AgentRequest, reference: str) -> HttpResponse:
    """The acts of the session and their votes, in one table."""
    session = session_to_prepare(request, reference)
    lock_on_post(request, session)
    page = paginate(session.deliberations.order_by("position"), request, size=ACTS_A_PAGE)
    data = request.POST if request.method == "POST" else None
    form = VotesForm(data, deliberations=page.rows, initial=VotesForm.initial_for(session, page.rows))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            done = actions.record_votes(session, form.votes(), by=request.user)
            said = count_of(done, "vote enregistré", "votes enregistrés")
            if done:
                messages.success(request, f"{said}.")
            else:
                messages.info(request, "Rien n’a changé.")
            return redirect("deliberations:session_prepare", session.reference)
    context = {"session": session, "page": page, "form": form}
    return render(request, "deliberations/session_votes.html", context)
