"""The pages that ask a service, and what the services have to do on a day."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.people.requests import AgentRequest
from core.ui.french import spaced
from core.ui.refusals import refusals_as_messages
from rooms import periods, policies
from rooms.periods import when
from rooms.services import actions, requests
from rooms.services.forms import ServiceForm
from rooms.view_shortcuts import own_booking, run_if_valid, too_late


def booking_service(request: AgentRequest, reference: str) -> HttpResponse:
    booking = own_booking(request, reference)
    if request.method != "POST" and not policies.can_change(request.user, booking):
        return too_late(request, booking)
    form = ServiceForm(request.POST or None, booking=booking)

    def run() -> str:
        asked = actions.ask(booking, by=request.user, **form.cleaned_data)
        if late := actions.lateness(asked.desk, booking):
            messages.warning(request, late)
            return ""
        return spaced(f"Votre demande est partie : {asked.desk.name} vous répondra par messagerie.")

    if (done := run_if_valid(request, form, run)) is not None:
        if done:
            messages.success(request, done)
        return redirect(booking)
    context = {"form": form, "booking": booking, "when": when(booking.period)}
    return render(request, "rooms/services/booking_service.html", context)


@require_POST
def service_withdraw(request: AgentRequest, reference: str, asked: int) -> HttpResponse:
    booking = own_booking(request, reference)
    found = get_object_or_404(booking.service_requests.select_related("desk"), pk=asked)
    with refusals_as_messages(request):
        actions.withdraw(found, by=request.user)
        messages.success(request, f"La demande à {found.desk.name} est retirée, le service en est prévenu.")
    return redirect(booking)


@require_safe
def services_of_day(request: AgentRequest) -> HttpResponse:
    if not policies.can_manage_some(request.user):
        raise PermissionDenied("Cette page est à qui gère les salles.")
    asked = request.GET.get("le", "")
    day = periods.readable_day(asked)
    if asked and day is None:
        messages.warning(request, spaced("Cette date n’est pas lisible : voici aujourd’hui."))
    day = day or timezone.localdate()
    context = {
        "day": day,
        "desks": requests.asked_on(day, by=request.user),
        "previous": day - timedelta(days=1),
        "next": day + timedelta(days=1),
    }
    return render(request, "rooms/services/services_of_day.html", context)
