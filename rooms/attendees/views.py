"""Inviting, asking a service, and what the services have to do on a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from core.people.requests import AgentRequest
from core.people.resume_after_login import ResumableForm
from core.ui.french import NBSP, count_of
from core.ui.resumed_forms import is_resuming
from rooms import access, periods
from rooms.attendees import actions, of_booking
from rooms.attendees.forms import InviteForm, ServiceForm
from rooms.models import Attendee, Booking
from rooms.pages.bookings.forms import add_refusal
from rooms.pages.bookings.prefill import tell_what_matters
from rooms.periods import when
from rooms.services import actions as services


def booking_invite(request: AgentRequest, reference: str) -> HttpResponse:
    booking = _mine(request, reference)
    if request.method != "POST" and not access.can_change(request.user, booking):
        return _too_late(request, booking)
    form = InviteForm(request.POST or None, by=request.user, booking=booking)

    def run() -> str:
        whole = bool(form.cleaned_data.get("whole_series"))
        new = actions.invite(
            booking, by=request.user, agents=form.agents, addresses=form.addresses, whole_series=whole
        )
        return _invited(new, booking)

    if done := _tried(request, form, run):
        messages.success(request, done)
        tell_what_matters(request, booking)
        return redirect(booking)
    context = {"form": form, "booking": booking, "when": when(booking.period)}
    return render(request, "rooms/attendees/booking_invite.html", context)


def _invited(new: list[Attendee], booking: Booking) -> str:
    if not new:
        return "Ces personnes étaient déjà invitées."
    words = count_of(len(new), "personne invitée", "personnes invitées")
    if booking.state != Booking.State.CONFIRMED:
        return f"{words}{NBSP}: les invitations partiront quand la demande sera acceptée."
    return f"{words}{NBSP}: l’invitation part par messagerie."


@require_POST
def attendee_withdraw(request: AgentRequest, reference: str, attendee: int) -> HttpResponse:
    booking = _mine(request, reference)
    found = get_object_or_404(Attendee.objects.of_booking(booking), pk=attendee)
    try:
        actions.withdraw(found, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, f"{found} n’est plus sur la liste.")
    return redirect(booking)


def booking_service(request: AgentRequest, reference: str) -> HttpResponse:
    booking = _mine(request, reference)
    if request.method != "POST" and not access.can_change(request.user, booking):
        return _too_late(request, booking)
    form = ServiceForm(request.POST or None, by=request.user, booking=booking)

    def run() -> str:
        asked = services.ask(booking, by=request.user, **form.cleaned_data)
        if late := services.lateness(asked.desk, booking):
            messages.warning(request, late)
            return ""
        return f"Votre demande est partie{NBSP}: {asked.desk.name} vous répondra par messagerie."

    if (done := _tried(request, form, run)) is not None:
        if done:
            messages.success(request, done)
        return redirect(booking)
    context = {"form": form, "booking": booking, "when": when(booking.period)}
    return render(request, "rooms/services/booking_service.html", context)


@require_POST
def service_withdraw(request: AgentRequest, reference: str, asked: int) -> HttpResponse:
    booking = _mine(request, reference)
    found = get_object_or_404(booking.service_requests.select_related("desk"), pk=asked)
    try:
        services.withdraw(found, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, f"La demande à {found.desk.name} est retirée, le service en est prévenu.")
    return redirect(booking)


def services_of_day(request: AgentRequest) -> HttpResponse:
    """What was asked for one day in the rooms that this person keeps."""
    if not access.can_manage_some(request.user):
        raise PermissionDenied("Cette page est à qui gère les salles.")
    asked = request.GET.get("le", "")
    day = periods.readable_day(asked)
    if asked and day is None:
        messages.warning(request, f"Cette date n’est pas lisible{NBSP}: voici aujourd’hui.")
    day = day or timezone.localdate()
    context = {
        "day": day,
        "desks": of_booking.asked_on(day, by=request.user),
        "previous": day - timedelta(days=1),
        "next": day + timedelta(days=1),
    }
    return render(request, "rooms/services/services_of_day.html", context)


def _tried(request: AgentRequest, form: ResumableForm, run: Callable[[], str]) -> str | None:
    """What to say when it was done by this request; None when there is a form to show."""
    if request.method != "POST" or is_resuming(request) or not form.is_valid():
        return None
    try:
        return run()
    except ValidationError as error:
        add_refusal(form, error)
        return None


def _mine(request: AgentRequest, reference: str) -> Booking:
    """One that this person may change: theirs, or of a room that they keep."""
    bookings = Booking.objects.visible_to(request.user).for_list()
    booking = get_object_or_404(bookings, reference=reference)
    if not (access.is_organiser(request.user, booking) or access.can_manage_booking(request.user, booking)):
        raise PermissionDenied("Cette réservation n’est pas la vôtre.")
    return booking


def _too_late(request: AgentRequest, booking: Booking) -> HttpResponse:
    messages.warning(request, "Cette réservation est annulée ou terminée.")
    return redirect(booking)
