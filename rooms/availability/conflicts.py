"""Someone else has the room: when, until when, and whom to call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.french import count_of, spaced
from core.people.models import Agent
from rooms import policies
from rooms.availability import occupancy
from rooms.models import Booking, Room
from rooms.periods import overlap, when

EXCLUSION_VIOLATION, DEADLOCK = "23P01", "40P01"


class Conflict(ValidationError):
    """The room is already booked; the message says what to do about it."""

    def __init__(self, message: str, room: Room) -> None:
        super().__init__(message, code="clash")
        self.room = room


def conflict_with(
    booking: Booking, room: Room, *, seen_by: Agent, period: DateTimeTZRange | None = None
) -> Conflict:
    """For a private booking, neither its title nor whose it is: the room's manager knows.

    `period`: what was asked, where the time to set up or clean between two bookings may be all that stands in the way.
    """
    how = {"requested": "demandée", "held": "proposée"}.get(booking.state, "réservée")
    # The part that is taken of a divided room, or the whole.
    where = "" if room in booking.all_rooms else f" ({booking.room.called}, dans le même espace)"
    taken = f"La {room.called} est déjà {how} {when(booking.period)}{where}"
    between = _between(room, booking, period)
    keeper = f"la personne qui s’occupe de la salle au {room.keeper_phone}" if room.keeper_phone else ""
    if not policies.can_see(seen_by, booking):
        call = f" Pour vous arranger, appelez {keeper}." if keeper else ""
        private = " (réservation privée)" if booking.is_private else ""
        return Conflict(f"{taken}{private}.{between}{call}", room)
    if policies.is_organiser(seen_by, booking):
        whose = "par vous" if booking.organiser_id == seen_by.pk else f"par vous pour {booking.organiser}"
        whose = "à vous" if booking.state == "held" else whose
        return Conflict(f"{taken}, {whose}.{between}", room)
    organiser = booking.organiser
    by_whom = f"à {organiser}" if booking.state == "held" else f"par {organiser}"
    if organiser.phone:
        return Conflict(
            f"{taken} {by_whom}.{between} Pour vous arranger, appelez le {organiser.phone}.", room
        )
    call = f" Pour vous arranger, parlez-lui, ou appelez {keeper}." if keeper else ""
    return Conflict(f"{taken} {by_whom}.{between}{call}", room)


def _between(room: Room, booking: Booking, period: DateTimeTZRange | None) -> str:
    if period is None or overlap(booking.period, period):
        return ""
    theirs = [room] if room in booking.all_rooms else booking.all_rooms
    if period.lower < booking.period.lower:
        minutes = room.buffer_after + max(each.buffer_before for each in theirs)
    else:
        minutes = max(each.buffer_after for each in theirs) + room.buffer_before
    if not minutes:
        return ""
    pause = count_of(minutes, "minute")
    return f" Entre deux réservations, il faut {pause} pour préparer ou remettre en état la salle."


def just_taken(room: Room) -> Conflict:
    return Conflict(
        spaced(
            f"La {room.called} est déjà réservée à cette heure : quelqu’un vient de la prendre. "
            "Choisissez une autre heure ou une autre salle."
        ),
        room,
    )


@contextmanager
def violations_as_conflicts(
    room: Room,
    period: DateTimeTZRange,
    *,
    by: Agent,
    others: Sequence[Room] = (),
    but: Sequence[Booking] = (),
) -> Iterator[None]:
    """Turn a violation that slipped past the locks into a conflict, never an error.

    `but` are the bookings that the action itself moves: they are never what stands in its way.
    """
    try:
        yield
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", None) not in (EXCLUSION_VIOLATION, DEADLOCK):
            raise
        for _, room_id, booking_id in occupancy.conflicts([room, *others], [period], but=but)[:1]:
            taken = next(each for each in (room, *others) if each.pk == room_id)
            other = Booking.objects.for_list().get(pk=booking_id)
            raise conflict_with(other, taken, seen_by=by, period=period) from error
        raise just_taken(room) from error
