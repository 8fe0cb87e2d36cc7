"""Which closures close which rooms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils import timezone

from rooms.models import Booking, Closure, Room
from rooms.querysets import BookingQuerySet

# Each booking asks, under its locks: composing it took the ORM longer than PostgreSQL answers.
CLOSING = """
    SELECT closure.*, room.id AS closed_room_id
    FROM rooms_closure closure
    JOIN rooms_room room ON room.id = ANY(%(rooms)s::bigint[]) AND (
        closure.site_id = room.site_id
        OR (closure.site_id IS NULL AND closure.room_id IS NULL)
        OR EXISTS (
            SELECT FROM rooms_room_cells theirs JOIN rooms_room_cells closed ON closed.cell_id = theirs.cell_id
            WHERE theirs.room_id = room.id AND closed.room_id = closure.room_id
        )
    )
    WHERE closure.lifted_at IS NULL AND closure.period && %(span)s::tstzrange
    ORDER BY closure.period, closure.id
"""


def closures_by_room(rooms: Sequence[Room], span: DateTimeTZRange) -> dict[int, list[Closure]]:
    """Standing closures that touch the span, by room id, the earliest first; one statement.

    A room that shares a cell with a closed one is closed too: of a divided room, the whole and the part.
    """
    found: dict[int, list[Closure]] = defaultdict(list)
    for closure in Closure.objects.raw(CLOSING, {"rooms": [room.pk for room in rooms], "span": span}):
        found[vars(closure)["closed_room_id"]].append(closure)
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
