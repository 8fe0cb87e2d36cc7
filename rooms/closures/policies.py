"""Who closes what: a room, whoever keeps it; a site or all rooms, those who keep them all."""

from __future__ import annotations

from core.people.models import Agent
from rooms.access import can_manage, can_manage_room
from rooms.models import Closure, Room, Site


def can_close(agent: Agent, *, room: Room | None = None, site: Site | None = None) -> bool:
    if room is not None and site is None:
        return can_manage_room(agent, room)
    return agent.is_active and can_manage(agent)


def can_lift(agent: Agent, closure: Closure) -> bool:
    return closure.lifted_at is None and can_close(agent, room=closure.room, site=closure.site)


def rooms_of(*, room: Room | None = None, site: Site | None = None) -> list[Room]:
    """The rooms that a closure of this scope closes, those that share cells with a closed room included."""
    if room is not None:
        return list(Room.objects.sharing_cells_with(room).select_related("site").order_by("pk"))
    rooms = Room.objects.select_related("site").order_by("pk")
    return list(rooms.filter(site=site) if site is not None else rooms)
