from typing import Any

from core.admin.base import PolicyAdmin
from rooms import policies


class RoomsAdmin(PolicyAdmin):
    """The rooms' managers edit them; nothing here is deleted, for bookings refer to it."""

    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return policies.can_manage(agent)

    can_change = can_see

    def can_add(self, agent: Any) -> bool:
        return policies.can_manage(agent)


class ReadAdmin(RoomsAdmin):
    """Show in the admin, read-only, what actions make and change on the site."""

    def can_change(self, agent: Any, obj: Any = None) -> bool:
        return False

    def can_add(self, agent: Any) -> bool:
        return False
