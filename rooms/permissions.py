"""What each room lets an agent do, found in one statement whatever the number of rooms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import Q

from core.people.models import Agent
from core.people.roles import Role
from rooms.models.rights import Level, RoomRight

if TYPE_CHECKING:
    from rooms.models import Room

MANAGERS = (Role.ROOM_MANAGER, Role.ADMINISTRATOR)
# Of their roles, of their direction and of those above it. Each calendar page asks: composing it took the ORM longer
# than PostgreSQL answers.
OWN = """
    WITH RECURSIVE above (id, parent_id) AS (
        SELECT id, parent_id FROM people_direction WHERE id = %(direction)s
        UNION SELECT up.id, up.parent_id FROM people_direction up JOIN above ON above.parent_id = up.id
    )
    SELECT room_id, max(level) FROM rooms_roomright
    WHERE (role = '' OR role = ANY(%(roles)s::text[]))
      AND (direction_id IS NULL OR direction_id IN (SELECT id FROM above))
    GROUP BY room_id
"""


class Levels:
    """`of(room)` is the highest of what everyone may do there and of the agent's own rights, by role and direction."""

    def __init__(self, agent: Agent) -> None:
        self.manages_all = agent.has_role(*MANAGERS)
        self.own: dict[int, int] = {}
        if not self.manages_all and agent.is_active:
            with connection.cursor() as cursor:
                cursor.execute(OWN, {"direction": agent.direction_id, "roles": list(agent.roles)})
                self.own = dict(cursor.fetchall())

    def of(self, room: Room) -> int:
        return self.of_row(room.pk, room.everyone_may)

    def of_row(self, room_id: int, everyone_may: int) -> int:
        if self.manages_all:
            return Level.MANAGE
        return max(everyone_may, self.own.get(room_id, 0))

    def with_at_least(self, level: Level) -> list[int]:
        """Rooms where the agent's own rights alone give that level."""
        return [room for room, own in self.own.items() if own >= level]


def levels_of(agent: Agent, *, fresh: bool = False) -> Levels:
    """Kept with the agent, who lives as long as a request; an action asks for them `fresh`, under its locks."""
    found: Levels | None = None if fresh else getattr(agent, "_room_levels", None)
    if found is None:
        found = Levels(agent)
        vars(agent)["_room_levels"] = found
    return found


def managers_of(*rooms: Room) -> list[Agent]:
    """Who is told about these rooms: those named for each; for a room without, those who keep them all."""
    rights: dict[int, list[RoomRight]] = {}
    for right in RoomRight.objects.filter(room__in=rooms, level=Level.MANAGE):
        rights.setdefault(right.room_id, []).append(right)
    named = [list(Agent.objects.active().filter(_any_of(theirs)).distinct()) for theirs in rights.values()]
    found = [agent for theirs in named for agent in theirs]
    if not all(named) or rights.keys() != {room.pk for room in rooms}:
        found += Agent.objects.with_role(Role.ROOM_MANAGER) or Agent.objects.with_role(Role.ADMINISTRATOR)
    return list({agent.pk: agent for agent in found}.values())


def _any_of(rights: Iterable[RoomRight]) -> Q:
    found = Q(pk__in=[])
    for right in rights:
        who = Q(groups__name=right.role) if right.role else Q()
        if right.direction_id:
            below = Q()
            for path in ("", "__parent", "__parent__parent", "__parent__parent__parent"):
                below |= Q(**{f"direction{path}": right.direction_id})
            who &= below
        found |= who
    return found


def strictest_first(*rooms: Room) -> tuple[Room, ...]:
    """The order in which one booking holds several rooms: who reads its title is the first room's to say.

    So a room whose titles not everyone reads comes before one where everyone does; else the order stays.
    """
    return tuple(sorted(rooms, key=lambda room: room.everyone_may >= Level.TITLES))
