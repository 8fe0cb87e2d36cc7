"""Blocks that features add to a booking's page, each with the buttons that this reader may press."""

from typing import Any

from django import template

from rooms.attendees.of_booking import attendees_of
from rooms.models import Booking
from rooms.periods import when
from rooms.services.requests import requests_of

register = template.Library()
register.filter("when", when)


@register.inclusion_tag("rooms/attendees/_of_booking.html", takes_context=True)
def attendees(context: template.Context, booking: Booking) -> dict[str, Any]:
    return _request(context) | attendees_of(context["request"].user, booking)


@register.inclusion_tag("rooms/services/_of_booking.html", takes_context=True)
def services_asked(context: template.Context, booking: Booking) -> dict[str, Any]:
    return _request(context) | requests_of(context["request"].user, booking)


def _request(context: template.Context) -> dict[str, Any]:
    return {"request": context["request"], "csrf_token": context["csrf_token"]}
