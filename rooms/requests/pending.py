"""The requests that somebody is expected to answer."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q

from core.people.models import Agent
from rooms.models import Booking
from rooms.models.bookings import State
from rooms.policies import managers_of
from rooms.querysets import BookingQuerySet, Level, levels_of


def to_answer(agent: Agent) -> BookingQuerySet:
    """Requests for rooms that this agent manages, the nearest in time first."""
    return waiting_in(managed_by(agent))


def managed_by(agent: Agent) -> tuple[int, ...] | None:
    """The rooms that this agent manages; None for all."""
    levels = levels_of(agent)
    return None if levels.manages_all else tuple(levels.with_at_least(Level.MANAGE))


def waiting_in(rooms: tuple[int, ...] | None) -> BookingQuerySet:
    waiting = (
        Booking.objects.filter(state=State.REQUESTED)
        .order_by("period", "pk")
        .for_list()
        .select_related("series")
    )
    if rooms is None:
        return waiting
    others = Booking.other_rooms.through.objects.filter(room__in=rooms).values("booking")
    return waiting.filter(Q(room__in=rooms) | Q(pk__in=others))


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
