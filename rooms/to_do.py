from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from core.admin.to_do import Queue, kept_rows, register
from core.people.models import Agent
from core.ui.addresses import fixed_address
from rooms import access
from rooms.models import Booking, Room, RoomProblem
from rooms.models.bookings import State
from rooms.requests.pending import first_dates, managed_by, waiting_in


@kept_rows
def requested() -> Any:
    return Booking.objects.filter(state=State.REQUESTED)


@kept_rows
def requests(rooms: tuple[int, ...] | None) -> Any:
    return first_dates(waiting_in(rooms))


@register
def rooms(agent: Agent) -> Iterator[Queue]:
    """Of the rooms that this agent manages: requests, a series as one, and what does not work."""
    if not access.can_manage_some(agent):
        return
    yield Queue(
        requests(rooms=managed_by(agent)),
        "demande de salle sans réponse",
        "demandes de salle sans réponse",
        fixed_address("rooms:requests"),
        within=requested(),
    )
    if access.can_manage(agent):
        yield Queue(
            RoomProblem.objects.filter(fixed_at=None, room__in=Room.objects.kept_by(agent)),
            "panne à réparer dans une salle",
            "pannes à réparer dans les salles",
            f"{reverse('admin:rooms_roomproblem_changelist')}?etat=a-reparer",
        )
