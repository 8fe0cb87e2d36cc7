from typing import Any

from django import template

from rooms.attendees import of_booking
from rooms.models import Booking

register = template.Library()


@register.inclusion_tag("rooms/attendees/_of_booking.html", takes_context=True)
def attending(context: template.Context, booking: Booking) -> dict[str, Any]:
    """Who is invited to the booking and what services are asked for it, with the buttons that this reader may press."""
    request = context["request"]
    return {
        "request": request,
        "csrf_token": context["csrf_token"],
        **of_booking.of_booking(request.user, booking),
    }
