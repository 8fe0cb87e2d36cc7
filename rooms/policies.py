from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from core.people.models import Agent
from core.people.querysets import of_line
from core.people.roles import Role
from rooms.models import Attendee, Booking, Closure, Room, RoomRight, Site
from rooms.models.bookings import State
from rooms.querysets import MANAGERS, BookingQuerySet, Level, levels_of


def can_manage(agent: Agent) -> bool:
    """Manage all the rooms."""
    return agent.has_role(*MANAGERS)


def can_manage_room(agent: Agent, room: Room) -> bool:
    """Book it out of hours and for several days; change and cancel anyone's booking of it; accept and decline."""
    return agent.is_active and levels_of(agent).of(room) >= Level.MANAGE


def can_manage_some(agent: Agent) -> bool:
    """Manage at least one room."""
    return can_manage(agent) or (agent.is_active and bool(levels_of(agent).with_at_least(Level.MANAGE)))


def can_manage_booking(agent: Agent, booking: Booking) -> bool:
    """Change and cancel anyone’s: the managers of any of its rooms."""
    if can_manage_room(agent, booking.room):
        return True
    return can_manage_some(agent) and any(can_manage_room(agent, room) for room in booking.other_rooms.all())


def can_book(agent: Agent, room: Room) -> bool:
    """Without asking anybody."""
    return agent.is_active and _is_at_least(Level.BOOK, agent, room)


def can_ask(agent: Agent, room: Room) -> bool:
    """Book, or send a request that holds the slot until a manager answers."""
    return agent.is_active and _is_at_least(Level.ASK, agent, room)


def must_ask(agent: Agent, room: Room) -> bool:
    """Send a request: what they book there waits for a manager."""
    return can_ask(agent, room) and not can_book(agent, room)


def _is_at_least(level: Level, agent: Agent, room: Room) -> bool:
    """Most rooms are open to all: the agent's own rights are read only where they may change the answer."""
    return room.everyone_may >= level or levels_of(agent).of(room) >= level


def can_see(agent: Agent, booking: Booking) -> bool:
    """Its title, its organiser and its page; of another, one knows that the room is taken."""
    return Booking.objects.visible_to(agent).filter(pk=booking.pk).exists()


def readable_among(agent: Agent, bookings: Iterable[Booking]) -> set[int]:
    """The ids of those of `can_see`; one statement."""
    visible = Booking.objects.visible_to(agent).filter(pk__in=[booking.pk for booking in bookings])
    return set(visible.values_list("pk", flat=True))


def is_invited(agent: Agent, booking: Booking) -> bool:
    return Attendee.objects.of_booking(booking).filter(agent=agent).exists()


def can_cancel(agent: Agent, booking: Booking) -> bool:
    return not (booking.is_cancelled or booking.is_over) and is_theirs(agent, booking)


def is_theirs(agent: Agent, booking: Booking) -> bool:
    """To change and cancel, whatever its state: its organiser's, and that of the managers of any of its rooms."""
    return (agent.is_active and is_organiser(agent, booking)) or can_manage_booking(agent, booking)


def can_change(agent: Agent, booking: Booking) -> bool:
    """Return False for a booking that is only offered: it is taken or left, not changed."""
    return booking.state != booking.State.HELD and can_cancel(agent, booking)


def can_decide(agent: Agent, booking: Booking) -> bool:
    """Accept or decline a request: those who manage each of its rooms that is not open to all."""
    if booking.state != booking.State.REQUESTED:
        return False
    moderated = [room for room in booking.all_rooms if room.everyone_may < Level.BOOK]
    return all(can_manage_room(agent, room) for room in moderated or booking.all_rooms)


def must_give_reason(agent: Agent, booking: Booking) -> bool:
    """Changing someone else's booking needs a reason, which the organiser is sent."""
    return not is_organiser(agent, booking)


def is_organiser(agent: Agent, booking: Booking) -> bool:
    """Whose it is, or who typed it for them: either may change it."""
    return agent.pk in (booking.organiser_id, booking.booked_by_id)


def abilities(agent: Agent, booking: Booking) -> dict[str, bool]:
    return {
        "see": can_see(agent, booking),
        "change": can_change(agent, booking),
        "cancel": can_cancel(agent, booking),
        "decide": can_decide(agent, booking),
        "must_give_reason": must_give_reason(agent, booking),
    }


def managers_of(*rooms: Room) -> list[Agent]:
    """Return the managers of each room; for a room without, those who manage them all."""
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
            who &= of_line("exact", right.direction_id)
        found |= who
    return found


def strictest_first(*rooms: Room) -> tuple[Room, ...]:
    """The order in which one booking holds several rooms: who reads its title is the first room's to say.

    So a room whose titles not everyone reads comes before one where everyone does; else the order stays.
    """
    return tuple(sorted(rooms, key=lambda room: room.everyone_may >= Level.TITLES))


def can_manage_place(agent: Agent, *, room: Room | None = None, site: Site | None = None) -> bool:
    """A room, a site, or all rooms where neither is given."""
    if room is not None and site is None:
        return can_manage_room(agent, room)
    return agent.is_active and can_manage(agent)


def can_lift(agent: Agent, closure: Closure) -> bool:
    return closure.lifted_at is None and can_manage_place(agent, room=closure.room, site=closure.site)


def to_answer(agent: Agent) -> BookingQuerySet:
    """Requests for rooms that this agent manages, the nearest in time first."""
    waiting = Booking.objects.filter(state=State.REQUESTED).order_by("period", "pk").for_list()
    waiting, levels = waiting.select_related("series"), levels_of(agent)
    return waiting if levels.manages_all else waiting.in_rooms(levels.with_at_least(Level.MANAGE))


def first_dates(waiting: BookingQuerySet) -> BookingQuerySet:
    """A series asked for is one request: of each, the first of its dates that wait; the others as they are."""
    earlier = waiting.order_by().filter(series=OuterRef("series"), series_date__lt=OuterRef("series_date"))
    return waiting.exclude(Exists(earlier))


def by_series(bookings: Iterable[Booking]) -> list[list[Booking]]:
    """The dates of one series together, where the first of them was; a booking by itself alone."""
    groups: dict[int, list[Booking]] = {}
    for booking in bookings:
        groups.setdefault(booking.series_id or -booking.pk, []).append(booking)
    return list(groups.values())


def by_managers(bookings: Iterable[Booking]) -> list[tuple[list[Booking], list[Agent]]]:
    """Group what awaits the same managers, for one letter.

    Managers are looked for once for each set of rooms.
    """
    keepers: dict[frozenset[int], list[Agent]] = {}
    awaiting: dict[Agent, list[Booking]] = {}
    for booking in bookings:
        rooms = frozenset(room.pk for room in booking.all_rooms)
        if rooms not in keepers:
            keepers[rooms] = managers_of(*booking.all_rooms)
        for manager in keepers[rooms]:
            awaiting.setdefault(manager, []).append(booking)
    letters: dict[tuple[int, ...], tuple[list[Booking], list[Agent]]] = {}
    for manager, theirs in awaiting.items():
        letters.setdefault(tuple(booking.pk for booking in theirs), (theirs, []))[1].append(manager)
    return list(letters.values())
