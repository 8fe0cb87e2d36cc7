"""The closures of rooms, and the bookings inside a closure; `querysets.CLOSES` is the rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils import timezone

from rooms.models import Booking, Closure, Room, Site
from rooms.querysets import CLOSES, BookingQuerySet

# Each booking asks, under its locks: composing it took the ORM longer than PostgreSQL answers.
CLOSING = f"""
    SELECT closure.*, room.id AS closed_room_id
    FROM rooms_closure closure
    JOIN rooms_room room ON room.id = ANY(%(rooms)s::bigint[]) AND {CLOSES}
    WHERE closure.lifted_at IS NULL AND closure.period && %(span)s::tstzrange
    ORDER BY closure.period, closure.id
"""  # noqa: S608  (only constants)


def closures_by_room(rooms: Sequence[Room], span: DateTimeTZRange) -> dict[int, list[Closure]]:
    """Standing closures that touch the span, by room id, the earliest first; one statement."""
    found: dict[int, list[Closure]] = defaultdict(list)
    closing: Any = Closure.objects.raw(CLOSING, {"rooms": [room.pk for room in rooms], "span": span})
    for closure in closing:
        found[closure.closed_room_id].append(closure)
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
    """The rooms that a closure of this scope closes: `querysets.CLOSES` from the other side, before it exists."""
    if room is not None:
        return list(Room.objects.sharing_cells_with(room).select_related("site").order_by("pk"))
    rooms = Room.objects.select_related("site").order_by("pk")
    return list(rooms.filter(site=site) if site is not None else rooms)
