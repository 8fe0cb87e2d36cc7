from typing import Any

from core.admin.base import PolicyAdmin
from dematerialisation import policies


class GroupAdmin(PolicyAdmin):
    """An admin page of the common section, for the project group."""

    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return policies.can_write(agent)

    can_change = can_see

    def can_add(self, agent: Any) -> bool:
        return policies.can_write(agent)

    def can_delete(self, agent: Any, obj: Any = None) -> bool:
        return policies.can_write(agent)
