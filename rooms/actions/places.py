"""Rooms as they are described."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import Any

from django.db import transaction

from rooms.models import Equipment, OpeningHours, Room


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
