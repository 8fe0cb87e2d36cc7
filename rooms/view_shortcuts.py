from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from core.french import count_of, spaced
from core.people.requests import AgentRequest
from rooms import periods, policies
from rooms.models import Attendee, Booking


def check_manages(request: AgentRequest) -> None:
    """Raise PermissionDenied for an agent who manages no room."""
    if not policies.can_manage_some(request.user):
        raise PermissionDenied("Cette page est pour les personnes qui gèrent des salles.")


def asked_day(request: AgentRequest) -> date:
    """Return the day of the address, or today; a message says that it could not be read."""
    asked = request.GET.get("le", "")
    day = periods.readable_day(asked)
    if asked and day is None:
        messages.warning(request, spaced("Cette date n’est pas lisible : voici aujourd’hui."))
    return day or timezone.localdate()


def visible_booking(request: AgentRequest, reference: str) -> Booking:
    """One that this person may read, with what its page says."""
    bookings = Booking.objects.visible_to(request.user).for_list()
    named = bookings.select_related("booked_by", "cancelled_by", "approved_by", "layout", "series")
    return get_object_or_404(named, reference=reference)


def own_booking(request: AgentRequest, reference: str) -> Booking:
    """One that this person may change: theirs, or of a room that they manage."""
    booking = visible_booking(request, reference)
    if not policies.is_theirs(request.user, booking):
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


def warn_if_crowded(request: AgentRequest, booking: Booking) -> None:
    """More people than places is their choice: a message says it, and leads to the form that changes the room."""
    words = too_many_people(booking)
    if words and policies.can_change(request.user, booking):
        url = reverse("rooms:booking_change", args=[booking.reference])
        words = format_html('{} <a href="{}">Changer de salle</a>', words, url)
    if words:
        messages.warning(request, words)


def too_many_people(booking: Booking, invited: int | None = None) -> str:
    """Warn when more people are expected, or invited, than there are places."""
    if invited is None:
        invited = Attendee.objects.of_booking(booking).count()
    # The organiser comes too.
    people, places = max(booking.attendance or 0, invited + 1), booking.places
    if people <= places:
        return ""
    return spaced(
        f"Vous attendez {count_of(people, 'personne')} pour {count_of(places, 'place')}"
        f" : vérifiez que tout le monde tiendra."
    )
