"""What pages show of attendees and of what services are asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.people.models import Agent
from core.ui.french import NBSP, count_of
from rooms import access, periods
from rooms.models import Attendee, Booking, ServiceRequest
from rooms.periods import when
from rooms.services import actions


@dataclass
class DeskDay:
    """One service and what it was asked for a day, as (request, booking, when)."""

    name: str
    email: str
    asked: list[tuple[ServiceRequest, Booking, str]] = field(default_factory=list)


def of_booking(agent: Agent, booking: Booking) -> dict[str, Any]:
    """For whoever may change it, and for its guests: names are nobody else's to read; four statements."""
    may_change = access.can_change(agent, booking)
    attendees = list(
        Attendee.objects.of_booking(booking).select_related("agent").order_by("invited_at", "pk")
    )
    is_guest = any(attendee.agent_id == agent.pk for attendee in attendees)
    is_theirs = access.is_organiser(agent, booking) or access.can_manage_booking(agent, booking)
    requests: list[ServiceRequest] = []
    if is_theirs:
        standing = booking.service_requests.filter(withdrawn_at=None)
        requests = list(standing.select_related("desk").order_by("pk"))
    return {
        "booking": booking,
        "may_change": may_change,
        "is_theirs": is_theirs,
        "attendees": attendees if is_theirs or is_guest else [],
        "is_shown": is_theirs or is_guest,
        "requests": requests,
        "has_desks": may_change and actions.desks_for(booking).exists(),
        "too_many": _too_many(booking, attendees) if is_theirs else "",
    }


def _too_many(booking: Booking, attendees: list[Attendee]) -> str:
    """A warning, not a refusal: some will not come."""
    places, people = booking.places, len(attendees) + 1
    if people <= places:
        return ""
    return (
        f"Avec vous, {count_of(people, 'personne est attendue', 'personnes sont attendues')}{NBSP}: "
        f"{'la salle n’a' if len(booking.all_rooms) == 1 else 'les salles n’ont'} que {count_of(places, 'place')}."
    )


def asked_on(day: date, *, by: Agent) -> list[DeskDay]:
    """By service, in the order of the hours; those of rooms that `by` keeps."""
    found = (
        ServiceRequest.objects.filter(
            withdrawn_at=None,
            booking__in=Booking.objects.holding().filter(period__overlap=periods.whole_day(day)),
        )
        .select_related("desk", "booking__room__site", "booking__organiser", "booking__layout")
        .prefetch_related("booking__other_rooms")
        .order_by("desk__name", "booking__period", "pk")
    )
    desks: dict[int, DeskDay] = {}
    for asked in found:
        if access.can_manage_booking(by, asked.booking):
            desk = desks.setdefault(asked.desk_id, DeskDay(asked.desk.name, asked.desk.email))
            desk.asked.append((asked, asked.booking, when(asked.booking.period)))
    return list(desks.values())
