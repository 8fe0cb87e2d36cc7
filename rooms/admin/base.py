from typing import Any

from core.people.desk import PolicyAdmin
from rooms import policies


class RoomsAdmin(PolicyAdmin):
    """The rooms' managers keep them; nothing here is deleted, for bookings refer to it."""

    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return policies.can_manage(agent)

    can_change = can_see

    def can_add(self, agent: Any) -> bool:
        return policies.can_manage(agent)
