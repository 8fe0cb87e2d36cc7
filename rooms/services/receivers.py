"""The services that a booking asked learn what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from rooms.bookings import events
from rooms.bookings.events import Held
from rooms.models import Booking
from rooms.services import notifications


def changed(booking: Booking, before: Held, **_: object) -> None:
    notifications.write_moved(events.moved([booking], [before]))


def series_changed(bookings: Sequence[Booking], before: Sequence[Held], **_: object) -> None:
    notifications.write_moved(events.moved(bookings, before))


def accepted(bookings: Sequence[Booking], **_: object) -> None:
    notifications.write_accepted(bookings)


def reverted(bookings: Sequence[Booking], asked: Sequence[DateTimeTZRange], **_: object) -> None:
    notifications.write_moved(
        [
            (booking, Held(booking.room, period, booking.all_rooms[1:]))
            for booking, period in zip(bookings, asked, strict=True)
        ]
    )


def ended(bookings: Sequence[Booking], **_: object) -> None:
    notifications.write_ended(bookings)
