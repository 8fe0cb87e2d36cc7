"""Who may book, read, change and cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.people.models import Agent
from core.people.roles import Role

if TYPE_CHECKING:
    from rooms.models import Booking


def can_manage(agent: Agent) -> bool:
    """Keep the rooms; book out of hours and for several days; change and cancel anyone's booking."""
    return agent.has_role(Role.ROOM_MANAGER, Role.ADMINISTRATOR)


def can_see(agent: Agent, booking: Booking) -> bool:
    """Its title, its organiser and its page; of a private one, others know only that the room is taken."""
    return not booking.is_private or is_organiser(agent, booking) or can_manage(agent)


def can_change(agent: Agent, booking: Booking) -> bool:
    if booking.is_cancelled or booking.is_over:
        return False
    return (agent.is_active and is_organiser(agent, booking)) or can_manage(agent)


can_cancel = can_change


def must_give_reason(agent: Agent, booking: Booking) -> bool:
    """Whoever touches someone else's booking says why, and the organiser is told."""
    return not is_organiser(agent, booking)


def is_organiser(agent: Agent, booking: Booking) -> bool:
    return booking.organiser_id == agent.pk


def abilities(agent: Agent, booking: Booking) -> dict[str, bool]:
    """What this person may do with this booking, for templates."""
    return {
        "see": can_see(agent, booking),
        "change": can_change(agent, booking),
        "cancel": can_cancel(agent, booking),
        "must_give_reason": must_give_reason(agent, booking),
    }
