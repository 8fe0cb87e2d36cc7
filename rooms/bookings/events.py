"""Signals of bookings: features listen, and no action imports a feature.

Actions send them after they wrote, inside their transaction: what a receiver writes exists if and only if the action
does, and an error in a receiver undoes the action. `rooms.listeners` connects the receivers, in a written order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.dispatch import Signal

from rooms.models import Booking, Room

# bookings: new ones, of one series when there are several; requests included.
booked = Signal()
# bookings, by, before (a Previous each), reason: the rooms, period, title or privacy of one.
changed = Signal()
# The same of several dates of one series, in one action.
series_changed = Signal()
# series, by, before (its organiser first): the dates to come are another agent's.
series_given = Signal()
# bookings: requests that were accepted, of one series when there are several.
accepted = Signal()
# bookings, asked (the period of each): requests to extend that were declined, or not answered.
reverted = Signal()
# bookings, by: cancelled, declined, lapsed or freed; `by` is None when nobody did it. Their cells are free already.
ended = Signal()


class Previous(NamedTuple):
    room: Room
    period: DateTimeTZRange
    other_rooms: list[Room]

    @classmethod
    def of(cls, booking: Booking) -> Previous:
        return cls(booking.room, booking.period, booking.all_rooms[1:])

    @property
    def rooms(self) -> list[Room]:
        return [self.room, *self.other_rooms]


def moved(bookings: Sequence[Booking], before: Sequence[Previous]) -> list[tuple[Booking, Previous]]:
    """Return the bookings that went to other rooms or another time, each with its previous place."""
    return [
        (booking, held)
        for booking, held in zip(bookings, before, strict=True)
        if (booking.room, booking.period) != (held.room, held.period)
        or booking.all_rooms[1:] != held.other_rooms
    ]
