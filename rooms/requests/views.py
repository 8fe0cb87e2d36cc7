"""« Les demandes de salles »: those that one answers, one by one or several at once."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from core.people.models import Agent
from core.people.requests import AgentRequest
from core.people.resuming import is_resuming
from core.ui.french import NBSP, count_of
from core.ui.pagination import paginate
from rooms import addresses, policies
from rooms.models import Booking
from rooms.periods import when
from rooms.requests import actions
from rooms.requests.forms import ACCEPT, AnswerForm, AnswersForm
from rooms.requests.reading import to_answer


def requests(request: AgentRequest) -> HttpResponse:
    """All that await this agent; ticked, they are accepted or declined together."""
    if not policies.can_manage_some(request.user):
        raise PermissionDenied("Cette page est pour qui s’occupe d’une salle.")
    page = paginate(to_answer(request.user), request)
    form = AnswersForm(
        request.POST if request.method == "POST" else None, by=request.user, requests=list(page)
    )
    if request.method == "POST" and not is_resuming(request) and form.is_valid():
        _answer(request, form.chosen, form, missing=len(form.ticked) - len(form.chosen))
        return redirect("rooms:requests")
    context = {
        "page": page,
        "form": form,
        "rows": [
            (
                booking,
                when(booking.period),
                policies.can_see(request.user, booking),
                policies.can_decide(request.user, booking),
            )
            for booking in page
        ],
    }
    return render(request, "rooms/requests/requests.html", context)


def request_answer(request: AgentRequest, reference: str) -> HttpResponse:
    """One of them, from its mail or its page."""
    bookings = Booking.objects.visible_to(request.user).for_list()
    booking = get_object_or_404(bookings, reference=reference)
    if not policies.can_manage_one_of(request.user, booking.all_rooms):
        raise PermissionDenied("Cette salle n’est pas de celles dont vous vous occupez.")
    if request.method != "POST" and not policies.can_decide(request.user, booking):
        messages.info(request, "Cette demande n’attend plus de réponse de votre part.")
        return redirect(booking)
    form = AnswerForm(request.POST if request.method == "POST" else None, by=request.user)
    if request.method == "POST" and not is_resuming(request) and form.is_valid():
        _answer(request, [booking], form)
        return redirect(booking)
    context = {
        "booking": booking,
        "when": when(booking.period),
        "form": form,
        "day_url": addresses.day(booking.room.site.slug, booking.day),
    }
    return render(request, "rooms/requests/request_answer.html", context)


def _answer(request: HttpRequest, bookings: Sequence[Booking], form: AnswerForm, *, missing: int = 0) -> None:
    """Each on its own: one that somebody answered meanwhile is said, and does not stop the others."""
    done = 0
    for booking in bookings:
        try:
            answer_one(booking, by=request.user, answer=form.answer, words=form.cleaned_data["words"])  # type: ignore[arg-type]  # a closed page
            done += 1
        except (ValidationError, PermissionDenied) as error:
            why = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
            messages.warning(request, f"{booking.organiser}, {when(booking.period)}{NBSP}: {why}")
    if done:
        answered = "acceptée" if form.answer == ACCEPT else "refusée"
        told = "La personne est prévenue." if done == 1 else "Les personnes sont prévenues."
        messages.success(request, f"{count_of(done, f'demande {answered}', f'demandes {answered}s')}. {told}")
    if missing:
        waited = "n’attendait" if missing == 1 else "n’attendaient"
        messages.warning(request, f"{count_of(missing, 'demande')} {waited} plus de réponse.")


def answer_one(booking: Booking, *, by: Agent, answer: str, words: str) -> None:
    if answer == ACCEPT:
        actions.accept(booking, by=by, words=words)
    else:
        actions.decline(booking, by=by, reason=words)
