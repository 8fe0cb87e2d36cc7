"""Rooms as they are described, and the cells of which they are made."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from core.ui.french import spaced
from rooms.availability import occupancy as holding
from rooms.models import Booking, Cell, Equipment, Occupancy, OpeningHours, Room
from rooms.periods import when
from rooms.querysets import BookingQuerySet


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
    holding.lock(room, *sharing)
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
    holding.hold(_standing(room))


def _standing(room: Room) -> BookingQuerySet:
    others = Booking.other_rooms.through.objects.filter(room=room).values("booking")
    return Booking.objects.holding().filter(
        Q(room=room) | Q(pk__in=others), period__endswith__gt=timezone.now()
    )
