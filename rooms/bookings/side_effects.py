"""What follows an action on bookings, in its transaction: whom to tell, which calendars to mend, who was waiting.

Actions call these after they wrote; nothing here decides whether the action may be done.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.people.models import Agent
from rooms import access
from rooms.attendees import receivers as guests
from rooms.bookings import notifications as news
from rooms.models import Booking, Room, Series
from rooms.models.bookings import State
from rooms.requests import notifications
from rooms.series import notifications as series_news
from rooms.services import actions
from rooms.waiting_list import offers

Before = tuple[Room, DateTimeTZRange]
SeveralBefore = tuple[Room, DateTimeTZRange, list[Room]]


def booked(bookings: Sequence[Booking]) -> None:
    """New bookings, of one series when there are several; requests included."""
    asked = [booking for booking in bookings if booking.state == State.REQUESTED]
    sure = [booking for booking in bookings if booking.state != State.REQUESTED]
    if len(sure) == 1:
        news.tell_booked(sure[0])
    elif sure:
        series_news.tell_booked(sure)
    if asked:
        notifications.tell_asked(asked)
    guests.booked(bookings)


def changed(
    booking: Booking, *, by: Agent, before: Before, other_rooms: Sequence[Room] = (), reason: str = ""
) -> None:
    """Its rooms, period, title or privacy; `before` is what it held, with `other_rooms` if it held several."""
    news.tell_changed(booking, by=by, before=before, reason=reason)
    has_moved = (booking.room, booking.period) != before or booking.all_rooms[1:] != list(other_rooms)
    if has_moved and (asked := _to_answer([booking], by=by)):
        notifications.tell_asked(asked)
    for room in (before[0], *other_rooms):
        offers.freed_by_change(room, before[1])
    guests.changed(booking, before=before)
    if has_moved:
        actions.moved([(booking, before)])


def series_changed(
    bookings: Sequence[Booking], *, by: Agent, before: Sequence[SeveralBefore], reason: str = ""
) -> None:
    """Several dates of a series in one action; `before` is what each held: its room, its period, its other rooms."""
    if not bookings:
        return
    series_news.tell_changed(bookings, by=by, reason=reason)
    if asked := _to_answer(bookings, by=by):
        notifications.tell_asked(asked)
    moved: list[tuple[Booking, Before]] = []
    left: dict[Room, list[DateTimeTZRange]] = {}
    for booking, (room, period, others) in zip(bookings, before, strict=True):
        if (room, period, others) != (booking.room, booking.period, booking.all_rooms[1:]):
            moved.append((booking, (room, period)))
            for each in (room, *others):
                left.setdefault(each, []).append(period)
    for room, periods in left.items():
        offers.freed_by_change(room, *periods)
    guests.series_changed(bookings)
    actions.moved(moved)


def _to_answer(bookings: Sequence[Booking], *, by: Agent) -> list[Booking]:
    """The requests among them; not those that `by`, who changed another's, could answer at once."""
    return [
        booking
        for booking in bookings
        if booking.state == State.REQUESTED
        and (access.is_organiser(by, booking) or not access.can_decide(by, booking))
    ]


def series_given(series: Series, *, by: Agent, before: Sequence[Agent]) -> None:
    """The dates to come of a series are another agent's; `before`, its organiser first, had them."""
    series_news.tell_given(series, by=by, before=before)
    guests.series_given(series)


def accepted(bookings: Sequence[Booking], *, by: Agent, words: str = "") -> None:
    """Requests became bookings; of one series when there are several."""
    notifications.tell_accepted(bookings, by=by, words=words)
    guests.accepted(bookings)
    actions.accepted(bookings)


def taken_back(
    bookings: Sequence[Booking], *, by: Agent | None, asked: Sequence[DateTimeTZRange], reason: str
) -> None:
    """Declined, or unanswered where `by` is null: they are again what had been agreed to, less than was `asked`."""
    notifications.tell_taken_back(bookings, by=by, reason=reason)
    for booking, period in zip(bookings, asked, strict=True):
        for room in booking.all_rooms:
            offers.freed_by_change(room, period)
    guests.accepted(bookings)
    actions.moved(
        [(booking, (booking.room, period)) for booking, period in zip(bookings, asked, strict=True)]
    )


def ended(bookings: Sequence[Booking], *, by: Agent | None) -> None:
    """Cancelled, declined, lapsed or freed (`by` is null when nobody did it); their cells are free already."""
    guests.ended(bookings)
    actions.ended(bookings)
    together = _end_of_one_series(bookings)
    if by is not None and together == State.CANCELLED:
        series_news.tell_cancelled(bookings, by=by)
    elif by is not None and together == State.DECLINED:
        notifications.tell_declined(bookings, by=by)
    else:
        for booking in bookings:
            _tell_ended(booking, by=by)
    offers.freed_by(bookings)


def _tell_ended(booking: Booking, *, by: Agent | None) -> None:
    if booking.state == State.DECLINED and by is not None and access.can_manage_booking(by, booking):
        notifications.tell_declined([booking], by=by)
    elif booking.state == State.LAPSED and booking.held_until is None:
        notifications.tell_lapsed(booking)
    elif booking.state == State.CANCELLED and by is not None:
        news.tell_cancelled(booking, by=by)


def _end_of_one_series(bookings: Sequence[Booking]) -> str:
    """How several dates of one series ended, all alike; empty for any others."""
    if len(bookings) < 2:
        return ""
    first = bookings[0]
    alike = all((booking.series_id, booking.state) == (first.series_id, first.state) for booking in bookings)
    return first.state if first.series_id and alike else ""
