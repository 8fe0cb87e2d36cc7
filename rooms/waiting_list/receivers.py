"""Offer slots freed by bookings to those who wait for them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from rooms.bookings import events
from rooms.bookings.events import Held
from rooms.models import Booking, Room
from rooms.waiting_list import offers


def changed(before: Held, **_: object) -> None:
    for room in before.rooms:
        offers.freed_by_change(room, before.period)


def series_changed(bookings: Sequence[Booking], before: Sequence[Held], **_: object) -> None:
    left: dict[Room, list[DateTimeTZRange]] = {}
    for _booking, held in events.moved(bookings, before):
        for room in held.rooms:
            left.setdefault(room, []).append(held.period)
    for room, periods in left.items():
        offers.freed_by_change(room, *periods)


def reverted(bookings: Sequence[Booking], asked: Sequence[DateTimeTZRange], **_: object) -> None:
    for booking, period in zip(bookings, asked, strict=True):
        for room in booking.all_rooms:
            offers.freed_by_change(room, period)


def ended(bookings: Sequence[Booking], **_: object) -> None:
    offers.freed_by(bookings)
