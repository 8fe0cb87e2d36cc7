"""Connect the receivers of `rooms.bookings.events`, in the order in which they are called."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.dispatch import Signal

from rooms import services, waiting_list
from rooms.attendees import receivers as attendees
from rooms.bookings import events
from rooms.bookings.events import Previous
from rooms.mail_in import receivers as calendars
from rooms.models import Booking, Room
from rooms.requests import notifications as requests
from rooms.series import notifications as organiser


def changed(bookings: Sequence[Booking], before: Sequence[Previous], **_: object) -> None:
    left: dict[Room, list[DateTimeTZRange]] = {}
    for _booking, held in events.moved(bookings, before):
        for room in held.rooms:
            left.setdefault(room, []).append(held.period)
    for room, periods in left.items():
        waiting_list.freed_by_change(room, *periods)


def reverted(bookings: Sequence[Booking], asked: Sequence[DateTimeTZRange], **_: object) -> None:
    for booking, period in zip(bookings, asked, strict=True):
        for room in booking.all_rooms:
            waiting_list.freed_by_change(room, period)


# Where bookings end, the waiting list comes last: what is free now is offered once everyone knows.
IN_ORDER: list[tuple[Signal, list[Callable[..., None]]]] = [
    (events.booked, [organiser.booked, requests.booked, attendees.booked]),
    (
        events.changed,
        [
            organiser.changed,
            requests.changed,
            changed,
            attendees.changed,
            services.changed,
            calendars.changed,
        ],
    ),
    (
        events.series_changed,
        [
            organiser.series_changed,
            requests.series_changed,
            changed,
            attendees.series_changed,
            services.changed,
            calendars.changed,
        ],
    ),
    (events.series_given, [organiser.series_given, attendees.series_given]),
    (events.accepted, [attendees.accepted, services.accepted, calendars.accepted]),
    (events.reverted, [reverted, attendees.accepted, services.reverted, calendars.reverted]),
    (
        events.ended,
        [
            attendees.ended,
            services.ended,
            organiser.ended,
            requests.ended,
            calendars.ended,
            waiting_list.freed_by,
        ],
    ),
]


def connect() -> None:
    for signal, receivers in IN_ORDER:
        for receiver in receivers:
            signal.connect(receiver)
