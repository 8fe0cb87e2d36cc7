"""The closures of rooms, and the bookings inside a closure; `RoomQuerySet.closed` is the rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils import timezone

from rooms.models import Booking, Closure, Room, Site
from rooms.querysets import BookingQuerySet, RoomLike


def closures_by_room(rooms: Sequence[RoomLike], span: DateTimeTZRange) -> dict[int, list[Closure]]:
    """Standing closures that touch the span, by room id, the earliest first; one statement."""
    found: dict[int, list[Closure]] = defaultdict(list)
    if not rooms:
        return found
    closing: Any = Closure.objects.during(span).with_closed(*rooms)
    for closure in closing.order_by("period", "pk"):
        for room in closure.closed_rooms:
            found[room].append(closure)
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
        .select_related("booked_by")
    )


def rooms_closed_by(*, room: Room | None = None, site: Site | None = None) -> list[Room]:
    """The rooms that a closure of this scope closes: `RoomQuerySet.closed` from the other side, before it exists."""
    if room is not None:
        return list(Room.objects.sharing_cells_with(room).select_related("site").order_by("pk"))
    rooms = Room.objects.select_related("site").order_by("pk")
    return list(rooms.filter(site=site) if site is not None else rooms)
