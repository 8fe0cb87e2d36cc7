"""My bookings."""

from django.http import HttpResponse
from django.shortcuts import render

from core.people.requests import AgentRequest
from core.ui.pagination import paginate
from rooms import policies
from rooms.models import Booking
from rooms.periods import when

LISTS = {"a-venir": "À venir", "passees": "Passées", "annulees": "Annulées"}


def my_bookings(request: AgentRequest) -> HttpResponse:
    asked = request.GET.get("quoi", "")
    chosen = asked if asked in LISTS else "a-venir"
    mine = {
        "a-venir": Booking.objects.upcoming_of,
        "passees": Booking.objects.past_of,
        "annulees": Booking.objects.cancelled_of,
    }[chosen](request.user)
    page = paginate(mine, request)
    context = {
        "page": page,
        "rows": [
            (booking, when(booking.period), policies.abilities(request.user, booking)) for booking in page
        ],
        "lists": LISTS.items(),
        "chosen": chosen,
        "notices": ["Ce choix n’existe pas\u00a0: voici vos réservations à venir."]
        if asked not in ("", chosen)
        else [],
    }
    return render(request, "rooms/my_bookings.html", context)
