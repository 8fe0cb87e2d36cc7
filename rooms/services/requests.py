from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.people.models import Agent
from core.people.ordering import alphabetical
from rooms import periods, policies
from rooms.models import Booking, ServiceRequest
from rooms.periods import when
from rooms.services import actions


def requests_of(agent: Agent, booking: Booking) -> dict[str, Any]:
    """For those who may change the booking; two statements."""
    may_change = policies.can_change(agent, booking)
    is_theirs = policies.is_organiser(agent, booking) or policies.can_manage_booking(agent, booking)
    requests: list[ServiceRequest] = []
    if is_theirs:
        standing = booking.service_requests.filter(withdrawn_at=None)
        requests = list(standing.select_related("desk").order_by("pk"))
    return {
        "booking": booking,
        "may_change": may_change,
        "is_theirs": is_theirs,
        "requests": requests,
        "has_desks": may_change and actions.desks_for(booking).exists(),
    }


@dataclass
class DeskDay:
    """One service and what it was asked for a day, as (request, booking, when)."""

    name: str
    email: str
    asked: list[tuple[ServiceRequest, Booking, str]] = field(default_factory=list)


def asked_on(day: date, *, by: Agent) -> list[DeskDay]:
    """By service, in the order of the hours; those of rooms that `by` manages."""
    found = (
        ServiceRequest.objects.filter(
            withdrawn_at=None,
            booking__in=Booking.objects.holding().filter(period__overlap=periods.whole_day(day)),
        )
        .select_related("desk", "booking__room__site", "booking__organiser", "booking__layout")
        .prefetch_related("booking__other_rooms")
        .order_by(*alphabetical("desk__name"), "booking__period", "pk")
    )
    desks: dict[int, DeskDay] = {}
    for asked in found:
        if policies.can_manage_booking(by, asked.booking):
            desk = desks.setdefault(asked.desk_id, DeskDay(asked.desk.name, asked.desk.email))
            desk.asked.append((asked, asked.booking, when(asked.booking.period)))
    return list(desks.values())
