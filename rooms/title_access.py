"""Who reads a booking's title, its organiser and its page: decided here alone, for one row and in SQL.

Its organiser and who typed it for them; those who manage one of its rooms; those invited to it; and, unless it is
private or only offered to someone, those whose level in its first room reads titles (`access.strictest_first` puts the
strictest room first). Everyone else knows only that the room is taken.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Q

from core.people.models import Agent
from rooms.permissions import Level, levels_of

# What stands for the title.
RESERVED = "Réservé"
# Plain numbers: the calendar asks for hundreds of bookings, and an enumeration's are compared five times slower.
TITLES, MANAGE = int(Level.TITLES), int(Level.MANAGE)
HELD, CONFIRMED = "held", "confirmed"


def is_readable(
    level: int, *, is_private: bool, is_offer: bool, is_organiser: bool = False, is_involved: bool = False
) -> bool:
    """`level` is the reader's in the first room; `is_involved`: invited, or manages another of its rooms."""
    return (
        is_organiser
        or is_involved
        or level >= MANAGE
        or (level >= TITLES and not is_private and not is_offer)
    )


def is_public(state: str, everyone_may: int, here: int, *, is_private: bool) -> bool:
    """On a door or in a hall, where strangers pass: confirmed, and open to all in its first room and in this one."""
    level = min(everyone_may, here, TITLES)
    return state == CONFIRMED and is_readable(level, is_private=is_private, is_offer=False)


def readable_by(agent: Agent) -> Q:
    """The same of bookings, in SQL."""
    levels = levels_of(agent)
    if levels.manages_all:
        return Q()
    bookings, invited = apps.get_model("rooms.Booking"), _invitations(agent)
    return (
        Q(_open_to(agent), is_private=False, held_until=None)
        | Q(organiser=agent)
        | Q(booked_by=agent)
        | _managed_by(agent, bookings.other_rooms.through, "booking")
        | Q(pk__in=invited.filter(booking__isnull=False).values("booking"))
        | Q(series__in=invited.filter(series__isnull=False).values("series"))
    )


def series_readable_by(agent: Agent) -> Q:
    """The same of series."""
    if levels_of(agent).manages_all:
        return Q()
    series, invited = apps.get_model("rooms.Series"), _invitations(agent)
    return (
        Q(_open_to(agent), is_private=False)
        | Q(organiser=agent)
        | Q(booked_by=agent)
        | _managed_by(agent, series.other_rooms.through, "series")
        | Q(pk__in=invited.filter(series__isnull=False).values("series"))
    )


def _open_to(agent: Agent) -> Q:
    return Q(room__everyone_may__gte=Level.TITLES) | Q(room__in=levels_of(agent).with_at_least(Level.TITLES))


def _managed_by(agent: Agent, through: Any, name: str) -> Q:
    """Those that have one of the rooms that this agent manages, alone or among others."""
    rooms = levels_of(agent).with_at_least(Level.MANAGE)
    if not rooms:
        return Q(room__in=rooms)
    return Q(room__in=rooms) | Q(pk__in=through.objects.filter(room__in=rooms).values(name))


def _invitations(agent: Agent) -> Any:
    return apps.get_model("rooms.Attendee").objects.standing().filter(agent=agent)
