"""Requests follow what becomes of bookings: who must answer is notified, and who asked learns how it ended."""

from __future__ import annotations

from collections.abc import Sequence

from core.people.models import Agent
from rooms import policies
from rooms.bookings import events
from rooms.bookings.events import Held
from rooms.models import Booking
from rooms.models.bookings import State
from rooms.requests import notifications
from rooms.series.receivers import is_of_one_series


def booked(bookings: Sequence[Booking], **_: object) -> None:
    if asked := [booking for booking in bookings if booking.state == State.REQUESTED]:
        notifications.notify_asked(asked)


def changed(booking: Booking, by: Agent, before: Held, **_: object) -> None:
    if events.moved([booking], [before]):
        _asked_again([booking], by=by)


def series_changed(bookings: Sequence[Booking], by: Agent, **_: object) -> None:
    _asked_again(bookings, by=by)


def _asked_again(bookings: Sequence[Booking], *, by: Agent) -> None:
    """The requests among them; not those that `by`, who changed another's, could answer at once."""
    asked = [
        booking
        for booking in bookings
        if booking.state == State.REQUESTED
        and (policies.is_organiser(by, booking) or not policies.can_decide(by, booking))
    ]
    if asked:
        notifications.notify_asked(asked)


def ended(bookings: Sequence[Booking], by: Agent | None, **_: object) -> None:
    """Declined, or not answered in time."""
    declined = [booking for booking in bookings if booking.state == State.DECLINED]
    if declined and by is not None and is_of_one_series(bookings):
        notifications.notify_declined(declined, by=by)
        return
    for booking in bookings:
        if booking.state == State.DECLINED and by is not None and policies.can_manage_booking(by, booking):
            notifications.notify_declined([booking], by=by)
        elif booking.state == State.LAPSED and booking.held_until is None:
            notifications.notify_lapsed(booking)
