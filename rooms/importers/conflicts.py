"""Detect clashes between two events of one import, in a dry run too."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from rooms.availability import occupancy
from rooms.importers.source_events import Slot
from rooms.models import Room

Held = tuple[datetime, datetime, str]


class Taken:
    """Periods by cell, in order; they never overlap, for what clashes is not added."""

    def __init__(self) -> None:
        self._cells: dict[int, list[object]] = {}
        self._held: dict[object, list[Held]] = defaultdict(list)

    def learn(self, rooms: Iterable[Room]) -> None:
        for room in rooms:
            if id(room) not in self._cells:
                # A room that a dry run would create has a cell of its own.
                pks: list[object] = list(room.cells.values_list("pk", flat=True)) if room.pk else []
                self._cells[id(room)] = pks or [id(room)]

    def find(self, room: Room, slot: Slot) -> str:
        """The place in the source of what stands in the way, or nothing."""
        wanted = occupancy.blocked(room, slot.period)
        for cell in self._cells[id(room)]:
            held = self._held[cell]
            place = bisect_left(held, (wanted.lower,))
            for lower, upper, where in held[max(place - 1, 0) : place + 1]:
                if lower < wanted.upper and wanted.lower < upper:
                    return where
        return ""

    def add(self, room: Room, slot: Slot, where: str) -> None:
        for cell in self._cells[id(room)]:
            insort(self._held[cell], self._row(room, slot, where))

    def forget(self, room: Room, slot: Slot, where: str) -> None:
        for cell in self._cells[id(room)]:
            self._held[cell].remove(self._row(room, slot, where))

    @staticmethod
    def _row(room: Room, slot: Slot, where: str) -> Held:
        wanted = occupancy.blocked(room, slot.period)
        return wanted.lower, wanted.upper, where
