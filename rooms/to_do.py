from collections.abc import Iterator

from django.urls import reverse

from core.admin.to_do import Queue, register
from core.people.models import Agent
from rooms import access
from rooms.models import Room, RoomProblem
from rooms.requests.pending import first_dates, managed_by, waiting_in


@register
def rooms(agent: Agent) -> Iterator[Queue]:
    """Of the rooms that this agent manages: requests, a series as one, and what does not work."""
    if not access.can_manage_some(agent):
        return
    yield Queue(
        first_dates(waiting_in(managed_by(agent))),
        "demande de salle sans réponse",
        "demandes de salle sans réponse",
        reverse("rooms:requests"),
    )
    if access.can_manage(agent):
        yield Queue(
            RoomProblem.objects.filter(fixed_at=None, room__in=Room.objects.kept_by(agent)),
            "panne à réparer dans une salle",
            "pannes à réparer dans les salles",
            f"{reverse('admin:rooms_roomproblem_changelist')}?etat=a-reparer",
        )
