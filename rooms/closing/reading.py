"""Which closures close which rooms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils import timezone

from rooms.models import Booking, Closure, Room
from rooms.querysets import BookingQuerySet


def closures_by_room(rooms: Sequence[Room], span: DateTimeTZRange) -> dict[int, list[Closure]]:
    """Standing closures that touch the span, by room id, the earliest first; two statements at most.

    A room that shares a cell with a closed one is closed too: of a divided room, the whole and the part.
    """
    found: dict[int, list[Closure]] = defaultdict(list)
    closures = list(Closure.objects.during(span).of(*rooms).order_by("period", "pk"))
    if not closures:
        return found
    shared = _sharing(rooms, {closure.room_id for closure in closures if closure.room_id})
    for closure in closures:
        for room in rooms:
            if closure.room_id:
                is_closed = room.pk in shared[closure.room_id]
            else:
                is_closed = closure.site_id in (None, room.site_id)
            if is_closed:
                found[room.pk].append(closure)
    return found


def standing_in_the_way(rooms: Sequence[Room], period: DateTimeTZRange) -> BookingQuerySet:
    """Bookings that have one of these rooms then and are not over, the earliest first."""
    others = Booking.other_rooms.through.objects.filter(room__in=rooms).values("booking")
    return (
        Booking.objects.holding()
        .filter(Q(room__in=rooms) | Q(pk__in=others), period__overlap=period)
        .filter(period__endswith__gt=timezone.now())
        .order_by("period", "pk")
        .for_list()
    )


def _sharing(rooms: Sequence[Room], closed: set[int]) -> dict[int, set[int]]:
    """By closed room, those of `rooms` that have one of its cells."""
    found: dict[int, set[int]] = defaultdict(set)
    if closed:
        pairs = Room.cells.through.objects.filter(room__in=closed, cell__rooms__in=rooms)
        for closed_room, room in pairs.values_list("room", "cell__rooms"):
            found[closed_room].add(room)
    return found
