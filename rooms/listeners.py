"""Connect the receivers of `rooms.bookings.events`, in the order in which they are called."""

from __future__ import annotations

from collections.abc import Callable

from django.dispatch import Signal

from rooms.attendees import receivers as attendees
from rooms.bookings import events
from rooms.requests import receivers as requests
from rooms.series import receivers as organiser
from rooms.services import receivers as services
from rooms.waiting_list import receivers as waiting_list

# Where bookings end, the waiting list comes last: what is free now is offered once everyone knows.
IN_ORDER: list[tuple[Signal, list[Callable[..., None]]]] = [
    (events.booked, [organiser.booked, requests.booked, attendees.booked]),
    (
        events.changed,
        [organiser.changed, requests.changed, waiting_list.changed, attendees.changed, services.changed],
    ),
    (
        events.series_changed,
        [
            organiser.series_changed,
            requests.series_changed,
            waiting_list.series_changed,
            attendees.series_changed,
            services.series_changed,
        ],
    ),
    (events.series_given, [organiser.series_given, attendees.series_given]),
    (events.accepted, [attendees.accepted, services.accepted]),
    (events.reverted, [waiting_list.reverted, attendees.accepted, services.reverted]),
    (events.ended, [attendees.ended, services.ended, organiser.ended, requests.ended, waiting_list.ended]),
]


def connect() -> None:
    for signal, receivers in IN_ORDER:
        for receiver in receivers:
            signal.connect(receiver)
