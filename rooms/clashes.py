"""Someone else has the room: when, until when, and whom to call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.people.models import Agent
from core.ui.french import NBSP
from rooms import policies
from rooms.periods import when

if TYPE_CHECKING:
    from rooms.models import Booking, Room

EXCLUSION_VIOLATION, DEADLOCK = "23P01", "40P01"


class Clash(ValidationError):
    """The room is already booked; the message says what to do about it."""

    def __init__(self, message: str) -> None:
        super().__init__(message, code="clash")


def clash_with(booking: Booking, room: Room, *, seen_by: Agent) -> Clash:
    """For a private booking, neither its title nor whose it is: the room's keeper knows."""
    taken = f"La salle {room.name} est déjà réservée {when(booking.period)}"
    keeper = f"la personne qui s’occupe de la salle au {room.keeper_phone}" if room.keeper_phone else ""
    if not policies.can_see(seen_by, booking):
        call = f" Pour vous arranger, appelez {keeper}." if keeper else ""
        return Clash(f"{taken} (réservation privée).{call}")
    if policies.is_organiser(seen_by, booking):
        return Clash(f"{taken}, par vous.")
    organiser = booking.organiser
    if organiser.phone:
        return Clash(f"{taken} par {organiser}. Pour vous arranger, appelez le {organiser.phone}.")
    call = f" Pour vous arranger, parlez-lui, ou appelez {keeper}." if keeper else ""
    return Clash(f"{taken} par {organiser}.{call}")


def just_taken(room: Room) -> Clash:
    return Clash(
        f"La salle {room.name} est déjà réservée à cette heure{NBSP}: quelqu’un vient de la prendre. "
        "Choisissez une autre heure ou une autre salle."
    )


@contextmanager
def last_wall(room: Room, period: DateTimeTZRange, *, by: Agent) -> Iterator[None]:
    """Whatever slipped past the locks is stopped by the database: say it as a clash, never as an error."""
    try:
        yield
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", None) not in (EXCLUSION_VIOLATION, DEADLOCK):
            raise
        from rooms.models import Booking

        other = Booking.objects.blocking(room, period).first()
        raise (clash_with(other, room, seen_by=by) if other else just_taken(room)) from error
