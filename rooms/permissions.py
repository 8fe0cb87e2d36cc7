"""The levels of what agents may do in rooms, found for one agent in one statement whatever the number of rooms."""

from __future__ import annotations

from typing import Protocol

from django.db import connection, models

from core.people.models import Agent
from core.people.roles import Role


class Level(models.IntegerChoices):
    """Stored as numbers, so that the highest of several is the one that counts."""

    TAKEN = 1, "voit seulement qu’elle est prise"
    TITLES = 2, "lit l’objet des réservations"
    ASK = 3, "demande (qui gère la salle accepte ou refuse)"
    BOOK = 4, "réserve"
    MANAGE = 5, "gère la salle"


class RoomLike(Protocol):
    """A `Room`: the models import this module."""

    pk: int
    everyone_may: int


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

    def of(self, room: RoomLike) -> int:
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
        agent._room_levels = found  # type: ignore[attr-defined]  # (cached for the request)
    return found
