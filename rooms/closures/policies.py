"""Managers of a room close it; those who manage them all close a site or all rooms."""

from __future__ import annotations

from core.people.models import Agent
from rooms.models import Closure, Room, Site
from rooms.policies import can_manage, can_manage_room


def can_close(agent: Agent, *, room: Room | None = None, site: Site | None = None) -> bool:
    if room is not None and site is None:
        return can_manage_room(agent, room)
    return agent.is_active and can_manage(agent)


def can_lift(agent: Agent, closure: Closure) -> bool:
    return closure.lifted_at is None and can_close(agent, room=closure.room, site=closure.site)
