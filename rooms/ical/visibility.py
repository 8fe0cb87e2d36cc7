"""Decide what one reader may know of each booking, row by row, as `rooms.querysets` does in SQL."""

from __future__ import annotations

from collections.abc import Callable

from core.people.models import Agent
from core.ui.french import NBSP, listed
from rooms.ical.booking_rows import BookingRow
from rooms.ical.events import Person, Seen
from rooms.models import Attendee, Booking, Level
from rooms.querysets import RESERVED, is_readable, levels_of

TENTATIVE = (Booking.State.REQUESTED, Booking.State.HELD)
Reader = Callable[[BookingRow], Seen]


def reader_for(agent: Agent, *, is_busy: bool) -> Reader:
    """With the agent's rights of now; three statements at most, however many rows follow.

    `is_busy`: these are the reader's own times, which their calendar shows as taken.
    """
    levels = levels_of(agent)
    invited = Attendee.objects.standing().filter(agent=agent).values_list("booking", "series")
    rows = [] if levels.manages_all else list(invited)
    bookings = {booking for booking, _ in rows if booking}
    series = {of_series for _, of_series in rows if of_series}
    if kept := levels.with_at_least(Level.MANAGE):
        # Of several rooms, the manager of one reads all.
        others = Booking.other_rooms.through.objects.filter(room__in=kept)
        bookings.update(others.values_list("booking", flat=True))

    def see(row: BookingRow) -> Seen:
        if is_readable(
            levels.of_row(row.room_id, row.everyone_may),
            is_private=row.is_private,
            is_offer=row.state == Booking.State.HELD,
            is_organiser=agent.pk in (row.organiser_id, row.booked_by_id),
            is_involved=row.pk in bookings or row.series_id in series,
        ):
            return whole(row, is_busy=is_busy)
        return Seen(RESERVED, place(row), _status(row), is_open=False, is_busy=is_busy)

    return see


def whole(row: BookingRow, *, is_busy: bool = True) -> Seen:
    """For those who may read it."""
    name = f"{row.first_name} {row.last_name}"
    description = f"Réservée par {name}."
    if row.state in TENTATIVE:
        description = f"Pas encore confirmée{NBSP}: la salle est seulement retenue.\n{description}"
    return Seen(
        row.title,
        place(row),
        _status(row),
        description,
        is_open=not row.is_private,
        is_busy=is_busy,
        organiser=Person(name, row.email) if row.email else None,
        has_page=True,
    )


def place(row: BookingRow) -> str:
    """« Remparts et Mistral, Hôtel de ville, 1, place des Mimosas »."""
    return f"{listed([row.room_name, *row.other_names])}, {row.site_name}, {row.site_address}"


def _status(row: BookingRow) -> str:
    return "TENTATIVE" if row.state in TENTATIVE else "CONFIRMED"
