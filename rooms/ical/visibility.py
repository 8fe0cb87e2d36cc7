"""Decide what one reader may know of each booking, row by row."""

from __future__ import annotations

from collections.abc import Callable

from core.ui.french import NBSP, listed
from rooms.ical.booking_rows import BookingRow
from rooms.ical.events import Person, Seen
from rooms.models import Booking
from rooms.querysets import RESERVED

Reader = Callable[[BookingRow], Seen]
TENTATIVE = (Booking.State.REQUESTED, Booking.State.HELD)


def seen(row: BookingRow, *, is_busy: bool = True) -> Seen:
    """Return what the reader of the rows may know of one; `is_busy`: their calendar shows it as their own time."""
    if row.is_readable:
        return whole(row, is_busy=is_busy)
    return Seen(RESERVED, place(row), _status(row), is_open=False, is_busy=is_busy)


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
