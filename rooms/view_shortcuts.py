from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html

from core.people.requests import AgentRequest
from core.ui.french import count_of, spaced
from core.ui.refusals import add_refusal
from rooms import policies
from rooms.models import Attendee, Booking


def visible_booking(request: AgentRequest, reference: str) -> Booking:
    """One that this person may read, with what its page says."""
    bookings = Booking.objects.visible_to(request.user).for_list()
    named = bookings.select_related("booked_by", "cancelled_by", "approved_by", "layout", "series")
    return get_object_or_404(named, reference=reference)


def own_booking(request: AgentRequest, reference: str) -> Booking:
    """One that this person may change: theirs, or of a room that they manage."""
    booking = visible_booking(request, reference)
    if not (
        policies.is_organiser(request.user, booking) or policies.can_manage_booking(request.user, booking)
    ):
        raise PermissionDenied("Cette réservation n’est pas la vôtre.")
    return booking


def too_late(request: AgentRequest, booking: Booking) -> HttpResponse:
    if booking.state == Booking.State.HELD:
        words = spaced("Cette salle vous est proposée : prenez-la d’abord.")
    elif booking.is_cancelled:
        words = "Cette réservation est déjà annulée."
    else:
        words = "Cette réservation est terminée."
    messages.warning(request, words)
    return redirect(booking)


def run_if_valid(request: AgentRequest, form: forms.Form, run: Callable[[], str]) -> str | None:
    """Return the message to show after a successful run; None when there is a form to show."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return run()
    except ValidationError as error:
        add_refusal(form, error)
        return None


def warn_if_crowded(request: AgentRequest, booking: Booking) -> None:
    """More people than places is their choice: a message says it, and leads to the form that changes the room."""
    words = too_many_people(booking)
    if words and policies.can_change(request.user, booking):
        url = reverse("rooms:booking_change", args=[booking.reference])
        words = format_html('{} <a href="{}">Changer de salle</a>', words, url)
    if words:
        messages.warning(request, words)


def too_many_people(booking: Booking) -> str:
    """Warn when more people are expected, or invited, than there are places."""
    # The organiser comes too.
    invited = Attendee.objects.of_booking(booking).count() + 1
    people, places = max(booking.attendance or 0, invited), booking.places
    if people <= places:
        return ""
    return spaced(
        f"Vous attendez {count_of(people, 'personne')} pour {count_of(places, 'place')}"
        f" : vérifiez que tout le monde tiendra."
    )
