"""Cells taken by bookings, each for a period that the room's buffers widen; rooms and their cells.

Every action that books, moves or frees locks the rooms first (`lock`), asks what stands in the way (`conflicts`),
writes with one statement (`hold`, `move`, `shrink`) and leaves the last word to the exclusion constraint.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Exists, OuterRef

from core.french import spaced
from core.web.locks import locked
from rooms.models import Booking, Cell, Equipment, Occupancy, OpeningHours, Room
from rooms.periods import when
from rooms.querysets import BookingQuerySet


def lock(*rooms: Room) -> dict[int, Room]:
    """Lock these rooms and those that share their cells, in id order, or two actions would deadlock.

    Gives the locked rooms by id, with their sites.
    """
    sharing = Room.objects.sharing_cells_with(*rooms)
    return {room.pk: room for room in locked(sharing.select_related("site").order_by("pk"))}


def blocked(room: Room, period: DateTimeTZRange) -> DateTimeTZRange:
    """Widen `period` by the time to set up before and to clean after."""
    return DateTimeTZRange(
        period.lower - timedelta(minutes=room.buffer_before),
        period.upper + timedelta(minutes=room.buffer_after),
    )


def hold(bookings: Iterable[Booking]) -> None:
    """Write what holding bookings keep, all their rooms included: the constraint checks them together."""
    _write(bookings, HOLD)


def move(bookings: Iterable[Booking]) -> None:
    """After their periods or rooms were saved: what they keep follows, two swapped or a series moved included.

    Where the cells stay, one UPDATE changes all the periods, and the constraint looks once, at its end.
    """
    _write(bookings, DROP_OTHER_CELLS, MOVE, HOLD)


def shrink(bookings: Iterable[Booking]) -> None:
    """After they were made shorter, or left a room: they keep less, and no more where the buffers have grown since."""
    _write(bookings, DROP_OTHER_CELLS, SHRINK)


def _write(bookings: Iterable[Booking], *statements: str) -> None:
    if holding := [booking.pk for booking in bookings if booking.is_holding]:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement, {"bookings": holding})


def release(bookings: Iterable[Booking]) -> None:
    Occupancy.objects.filter(booking__in=[booking.pk for booking in bookings]).delete()


def conflicts(
    rooms: Collection[Room], periods: Sequence[DateTimeTZRange], *, but: Iterable[Booking] = ()
) -> list[tuple[int, int, int]]:
    """List the bookings that conflict with these periods: (position of the period, room, booking), in order.

    One statement for any number of periods. `but` are bookings that will move or end in the same action.
    """
    wanted = [
        (position, room.pk, blocked(room, period).lower, blocked(room, period).upper)
        for room in rooms
        for position, period in enumerate(periods)
    ]
    if not wanted:
        return []
    positions, room_ids, starts, ends = zip(*wanted, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            CLASHES,
            {
                "positions": list(positions),
                "rooms": list(room_ids),
                "starts": list(starts),
                "ends": list(ends),
                "but": [booking.pk for booking in but],
            },
        )
        return [(position, room, booking) for position, room, booking in cursor.fetchall()]


def taken(
    rooms: Sequence[Room], periods: Sequence[DateTimeTZRange], but: Iterable[Booking]
) -> set[tuple[int, int]]:
    """Only whether: (position of the period, room id) of each that someone holds then."""
    with connection.cursor() as cursor:
        cursor.execute(
            TAKEN,
            {
                "rooms": [room.pk for room in rooms],
                "starts": [period.lower for period in periods],
                "ends": [period.upper for period in periods],
                "but": [booking.pk for booking in but],
            },
        )
        return {(position - 1, room) for position, room in cursor.fetchall()}


# Each room of each booking, with its buffers: the first, then the others.
_WANTED = """
    SELECT booking.id AS booking_id, cells.cell_id,
           min(lower(booking.period) - make_interval(mins => room.buffer_before)) AS starts,
           max(upper(booking.period) + make_interval(mins => room.buffer_after)) AS ends
    FROM rooms_booking booking
    JOIN LATERAL (
        SELECT booking.room_id
        UNION SELECT room_id FROM rooms_booking_other_rooms others WHERE others.booking_id = booking.id
    ) AS theirs ON true
    JOIN rooms_room room ON room.id = theirs.room_id
    JOIN rooms_room_cells cells ON cells.room_id = room.id
    WHERE booking.id = ANY(%(bookings)s)
    GROUP BY booking.id, cells.cell_id
"""
HOLD = f"""
    INSERT INTO rooms_occupancy (booking_id, cell_id, blocked_during)
    SELECT booking_id, cell_id, tstzrange(starts, ends) FROM ({_WANTED}) AS wanted
    WHERE NOT EXISTS (
        SELECT FROM rooms_occupancy held
        WHERE held.booking_id = wanted.booking_id AND held.cell_id = wanted.cell_id
    )
"""  # noqa: S608  (only _WANTED, a constant: values are parameters)
MOVE = f"""
    UPDATE rooms_occupancy held SET blocked_during = tstzrange(wanted.starts, wanted.ends)
    FROM ({_WANTED}) AS wanted
    WHERE held.booking_id = wanted.booking_id AND held.cell_id = wanted.cell_id
      AND held.blocked_during <> tstzrange(wanted.starts, wanted.ends)
"""  # noqa: S608  (only _WANTED, a constant: values are parameters)
SHRINK = f"""
    UPDATE rooms_occupancy held
    SET blocked_during = held.blocked_during * tstzrange(wanted.starts, wanted.ends)
    FROM ({_WANTED}) AS wanted
    WHERE held.booking_id = wanted.booking_id AND held.cell_id = wanted.cell_id
"""  # noqa: S608  (only _WANTED, a constant: values are parameters)
DROP_OTHER_CELLS = f"""
    DELETE FROM rooms_occupancy held
    WHERE held.booking_id = ANY(%(bookings)s)
      AND NOT EXISTS (
        SELECT FROM ({_WANTED}) AS wanted
        WHERE wanted.booking_id = held.booking_id AND wanted.cell_id = held.cell_id
    )
"""  # noqa: S608  (only _WANTED, a constant: values are parameters)
CLASHES = """
    SELECT DISTINCT wanted.position, wanted.room_id, held.booking_id
    FROM unnest(%(positions)s::int[], %(rooms)s::bigint[], %(starts)s::timestamptz[], %(ends)s::timestamptz[])
         AS wanted (position, room_id, starts, ends)
    JOIN rooms_room_cells cells ON cells.room_id = wanted.room_id
    JOIN rooms_occupancy held ON held.cell_id = cells.cell_id
         AND held.blocked_during && tstzrange(wanted.starts, wanted.ends)
    WHERE held.booking_id <> ALL(%(but)s::bigint[])
    ORDER BY wanted.position, wanted.room_id, held.booking_id
"""
# Rooms and dates are crossed in the database: as pairs, they would be thousands of parameters. One entry of the
# exclusion index is read for each, and the first conflict is enough: as a mere EXISTS, it was planned as a join of all.
TAKEN = """
    SELECT asked.position, room.id
    FROM rooms_room room
    CROSS JOIN unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[])
        WITH ORDINALITY AS asked (starts, ends, position)
    CROSS JOIN LATERAL (
        SELECT true
        FROM rooms_room_cells cells
        JOIN rooms_occupancy held ON held.cell_id = cells.cell_id
             AND held.blocked_during && tstzrange(
                 asked.starts - make_interval(mins => room.buffer_before),
                 asked.ends + make_interval(mins => room.buffer_after)
             )
        WHERE cells.room_id = room.id AND held.booking_id <> ALL(%(but)s::bigint[])
        LIMIT 1
    ) AS clash
    WHERE room.id = ANY(%(rooms)s::bigint[])
"""


@transaction.atomic
def create_room(
    *, equipment: Iterable[str] = (), hours: Iterable[tuple[int, time, time]] = (), **fields: Any
) -> Room:
    """A room with its own cell, its equipment by name and its hours as (weekday, opens, closes)."""
    room = Room.objects.create(**fields)
    names = list(equipment)
    Equipment.objects.bulk_create((Equipment(name=name) for name in names), ignore_conflicts=True)
    room.equipment.set(Equipment.objects.filter(name__in=names))
    OpeningHours.objects.bulk_create(
        OpeningHours(room=room, weekday=weekday, opens_at=opens, closes_at=closes)
        for weekday, opens, closes in hours
    )
    return room


def check_cells(room: Room, cells: Collection[Cell]) -> None:
    """Raise ValidationError when bookings that stand would not be kept apart by these cells.

    Within a transaction, which keeps the rooms concerned locked to its end: what it found stays true until the cells
    are saved and `hold_new_cells` has run.
    """
    before, after = set(room.cells.all()), set(cells)
    sharing = Room.objects.filter(cells__in=after)
    lock(room, *sharing)
    if lost := before - after:
        kept = Occupancy.objects.filter(cell__in=lost, booking__in=_standing(room)).select_related(
            "cell", "booking"
        )
        for occupancy in kept.order_by("blocked_during")[:1]:
            raise ValidationError(
                spaced(
                    f"La cellule « {occupancy.cell} » est tenue par une réservation, "
                    f"{when(occupancy.booking.period)} : déplacez-la ou annulez-la avant de l’ôter à la salle."
                ),
                code="cell_held",
            )
    if gained := after - before:
        _refuse_double(room, gained)


def _refuse_double(room: Room, gained: set[Cell]) -> None:
    """A part that is already booked when the room is."""
    theirs = Occupancy.objects.filter(
        booking__in=_standing(room), blocked_during__overlap=OuterRef("blocked_during")
    )
    others = Occupancy.objects.filter(Exists(theirs), cell__in=gained).exclude(booking__in=_standing(room))
    for occupancy in others.select_related("cell", "booking").order_by("blocked_during")[:1]:
        raise ValidationError(
            spaced(
                f"La cellule « {occupancy.cell} » est réservée {when(occupancy.booking.period)}, en même temps "
                f"que la {room.called} : déplacez l’une des deux avant de les réunir."
            ),
            code="cell_taken_twice",
        )


def hold_new_cells(room: Room) -> None:
    """After its cells changed: the bookings that stand hold all of them."""
    hold(_standing(room))


def _standing(room: Room) -> BookingQuerySet:
    return Booking.objects.to_come().in_rooms([room])
