from __future__ import annotations

from typing import Any

from core.people.models import Agent
from core.ui.french import count_of, spaced
from rooms import policies
from rooms.models import Attendee, Booking


def attendees_of(agent: Agent, booking: Booking) -> dict[str, Any]:
    """For those who may change it, and for its guests: names are nobody else's to read; two statements."""
    may_change = policies.can_change(agent, booking)
    attendees = list(
        Attendee.objects.of_booking(booking).select_related("agent").order_by("invited_at", "pk")
    )
    is_guest = any(attendee.agent_id == agent.pk for attendee in attendees)
    is_theirs = policies.is_organiser(agent, booking) or policies.can_manage_booking(agent, booking)
    return {
        "booking": booking,
        "may_change": may_change,
        "is_theirs": is_theirs,
        "attendees": attendees if is_theirs or is_guest else [],
        "is_shown": is_theirs or is_guest,
        "too_many": _too_many(booking, attendees) if is_theirs else "",
    }


def _too_many(booking: Booking, attendees: list[Attendee]) -> str:
    """A warning, not a refusal: some will not come."""
    places, people = booking.places, len(attendees) + 1
    if people <= places:
        return ""
    return spaced(
        f"Avec vous, {count_of(people, 'personne est attendue', 'personnes sont attendues')} : "
        f"{'la salle n’a' if len(booking.all_rooms) == 1 else 'les salles n’ont'} que {count_of(places, 'place')}."
    )
