"""The requests that somebody is expected to answer."""

from __future__ import annotations

from django.db.models import Q

from core.people.models import Agent
from rooms.levels import levels_of
from rooms.models import Booking
from rooms.models.bookings import State
from rooms.models.rights import Level
from rooms.querysets import BookingQuerySet


def to_answer(agent: Agent) -> BookingQuerySet:
    """Requests for rooms that this agent keeps, the nearest in time first."""
    waiting = Booking.objects.filter(state=State.REQUESTED).order_by("period", "pk").for_list()
    levels = levels_of(agent)
    if levels.manages_all:
        return waiting
    mine = levels.with_at_least(Level.MANAGE)
    others = Booking.other_rooms.through.objects.filter(room__in=mine).values("booking")
    return waiting.filter(Q(room__in=mine) | Q(pk__in=others))
