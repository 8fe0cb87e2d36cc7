"""The pages that invite people to a booking and take them off its list."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from core.people.requests import AgentRequest
from core.ui.french import count_of, spaced
from core.ui.refusals import refusals_as_messages
from rooms import policies
from rooms.attendees import actions
from rooms.attendees.forms import InviteForm
from rooms.models import Attendee, Booking
from rooms.periods import when
from rooms.view_shortcuts import own_booking, run_if_valid, too_late, warn_if_crowded


def booking_invite(request: AgentRequest, reference: str) -> HttpResponse:
    booking = own_booking(request, reference)
    if request.method != "POST" and not policies.can_change(request.user, booking):
        return too_late(request, booking)
    form = InviteForm(request.POST or None, by=request.user, booking=booking)

    def run() -> str:
        whole, people = bool(form.cleaned_data.get("whole_series")), form.cleaned_data["people"]
        new = actions.invite(
            booking, by=request.user, agents=people.agents, addresses=people.addresses, whole_series=whole
        )
        return _invited(new, booking)

    if done := run_if_valid(request, form, run):
        messages.success(request, done)
        warn_if_crowded(request, booking)
        return redirect(booking)
    context = {"form": form, "booking": booking, "when": when(booking.period)}
    return render(request, "rooms/attendees/booking_invite.html", context)


def _invited(new: list[Attendee], booking: Booking) -> str:
    if not new:
        return "Ces personnes étaient déjà invitées."
    words = count_of(len(new), "personne invitée", "personnes invitées")
    if booking.state != Booking.State.CONFIRMED:
        return spaced(f"{words} : les invitations partiront quand la demande sera acceptée.")
    return spaced(f"{words} : l’invitation part par messagerie.")


@require_POST
def attendee_withdraw(request: AgentRequest, reference: str, attendee: int) -> HttpResponse:
    booking = own_booking(request, reference)
    found = get_object_or_404(Attendee.objects.of_booking(booking), pk=attendee)
    with refusals_as_messages(request):
        actions.withdraw(found, by=request.user)
        messages.success(request, f"{found} n’est plus sur la liste.")
    return redirect(booking)
