"""Blocks that features add to a booking's pages, each with the buttons that this reader may press."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import template
from django.db.models import Count, Q

from rooms import policies
from rooms.availability.refusals import length
from rooms.models import Attendee, Booking
from rooms.periods import when, when_closed
from rooms.series.querysets import times_of, visible_series
from rooms.services import requests_of
from rooms.statistics.compute import said_hours
from rooms.view_shortcuts import too_many_people

register = template.Library()
register.filter("when", when)
register.filter("when_closed", when_closed)
register.filter("said_hours", said_hours)


@register.filter
def lasting(minutes: int) -> str:
    """« 1 h 30 », « 45 minutes »."""
    return length(timedelta(minutes=minutes))


@register.inclusion_tag("rooms/attendees/_of_booking.html", takes_context=True)
def attendees(context: template.Context, booking: Booking) -> dict[str, Any]:
    """For those who may change it, and for its guests: names are nobody else's to read; two statements."""
    agent = context["request"].user
    found = list(Attendee.objects.of_booking(booking).select_related("agent").order_by("invited_at", "pk"))
    # Of this date, where they are invited to all of them as well: it is of that one that they answer.
    mine = min(
        (attendee for attendee in found if attendee.agent_id == agent.pk),
        key=lambda attendee: attendee.booking_id is None,
        default=None,
    )
    is_theirs = policies.is_theirs(agent, booking)
    return _request(context) | {
        "booking": booking,
        "may_change": policies.can_change(agent, booking),
        "is_theirs": is_theirs,
        "attendees": found if is_theirs or mine else [],
        "is_shown": is_theirs or mine is not None,
        "mine": mine if booking.is_holding else None,
        "too_many": too_many_people(booking, len(found)) if is_theirs else "",
    }


@register.inclusion_tag("rooms/services/_of_booking.html", takes_context=True)
def services_asked(context: template.Context, booking: Booking) -> dict[str, Any]:
    return _request(context) | requests_of(context["request"].user, booking)


def _request(context: template.Context) -> dict[str, Any]:
    return {"request": context["request"], "csrf_token": context["csrf_token"]}


@register.inclusion_tag("rooms/series/_of_booking.html", takes_context=True)
def series_of(context: dict[str, Any], booking: Booking, action: str) -> dict[str, Any]:
    """Nothing for a booking of no series; `action` is detail, change or cancel. Two statements, and the series'."""
    series = booking.series
    if series is None:
        return {}
    agent = context["request"].user
    counts = (
        Booking.objects.to_come()
        .filter(series=series)
        .aggregate(all=Count("pk"), following=Count("pk", filter=Q(series_date__gte=booking.series_date)))
    )
    return {
        **counts,
        "booking": booking,
        "action": action,
        "times": times_of(series),
        "may_read": visible_series(agent).filter(pk=series.pk).exists(),
        "may_change": policies.can_change(agent, booking),
    }
