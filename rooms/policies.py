"""Who may book, read, change and cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.people.models import Agent
from rooms.levels import MANAGERS, levels_of
from rooms.models.rights import Level

if TYPE_CHECKING:
    from rooms.models import Booking, Room


def can_manage(agent: Agent) -> bool:
    """Keep all the rooms."""
    return agent.has_role(*MANAGERS)


def can_manage_room(agent: Agent, room: Room) -> bool:
    """Book it out of hours and for several days; change and cancel anyone's booking of it; accept and decline."""
    return agent.is_active and levels_of(agent).of(room) >= Level.MANAGE


def can_manage_some(agent: Agent) -> bool:
    """Keep at least one room."""
    return can_manage(agent) or (agent.is_active and bool(levels_of(agent).with_at_least(Level.MANAGE)))


def can_book(agent: Agent, room: Room) -> bool:
    """Without asking anybody."""
    return agent.is_active and levels_of(agent).of(room) >= Level.BOOK


def can_ask(agent: Agent, room: Room) -> bool:
    """Book, or send a request that holds the slot until a manager answers."""
    return agent.is_active and levels_of(agent).of(room) >= Level.ASK


def can_read_titles(agent: Agent, room: Room) -> bool:
    return levels_of(agent).of(room) >= Level.TITLES


def can_see(agent: Agent, booking: Booking) -> bool:
    """Its title, its organiser and its page; of another, one knows only that the room is taken."""
    if is_organiser(agent, booking) or can_manage_room(agent, booking.room):
        return True
    if not booking.is_private and can_read_titles(agent, booking.room):
        return True
    return is_invited(agent, booking)


def is_invited(agent: Agent, booking: Booking) -> bool:
    from rooms.models import Attendee

    return Attendee.objects.of_booking(booking).filter(agent=agent).exists()


def can_change(agent: Agent, booking: Booking) -> bool:
    if booking.is_cancelled or booking.is_over:
        return False
    return (agent.is_active and is_organiser(agent, booking)) or can_manage_room(agent, booking.room)


can_cancel = can_change


def can_decide(agent: Agent, booking: Booking) -> bool:
    """Accept or decline a request."""
    return booking.state == booking.State.REQUESTED and can_manage_room(agent, booking.room)


def must_give_reason(agent: Agent, booking: Booking) -> bool:
    """Whoever touches someone else's booking says why, and the organiser is told."""
    return not is_organiser(agent, booking)


def is_organiser(agent: Agent, booking: Booking) -> bool:
    """Whose it is, or who typed it for them: either may change it."""
    return agent.pk in (booking.organiser_id, booking.booked_by_id)


def abilities(agent: Agent, booking: Booking) -> dict[str, bool]:
    """What this person may do with this booking, for templates."""
    return {
        "see": can_see(agent, booking),
        "change": can_change(agent, booking),
        "cancel": can_cancel(agent, booking),
        "decide": can_decide(agent, booking),
        "must_give_reason": must_give_reason(agent, booking),
    }
