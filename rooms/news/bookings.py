"""Of one booking. Titles are left out: a private one must not travel by mail."""

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.notifications.actions import notify
from core.notifications.registry import register
from core.people.models import Agent
from core.ui.french import NBSP
from rooms.models import Booking, Room
from rooms.news.groups import MINE
from rooms.periods import when

BOOKED = register("rooms.booked", "J’ai réservé une salle", group=MINE)
CHANGED = register(
    "rooms.changed", "Une de mes réservations a été changée par qui gère les salles", group=MINE
)
CANCELLED = register(
    "rooms.cancelled", "Une de mes réservations a été annulée par qui gère les salles", group=MINE
)


def tell_booked(booking: Booking) -> None:
    room = booking.room
    notify(
        BOOKED,
        [booking.organiser],
        title=f"Salle {room.name} réservée {when(booking.period)}",
        text="\n".join(
            filter(
                None,
                [
                    f"La salle {room.name} est à vous {when(booking.period)}.",
                    f"{room.site.name}, {room.site.address}"
                    + (f" ({room.floor})" if room.floor else "")
                    + ".",
                    f"Si vous n’en avez plus besoin, annulez-la{NBSP}: quelqu’un d’autre en profitera.",
                ],
            )
        ),
        about=booking,
    )


def tell_changed(booking: Booking, *, by: Agent, before: tuple[Room, DateTimeTZRange], reason: str) -> None:
    room, period = before
    notify(
        CHANGED,
        [booking.organiser],
        title=f"Votre réservation de la salle {room.name} a été changée",
        text=(
            f"{by} a changé votre réservation de la salle {room.name}, {when(period)}.\n"
            f"C’est maintenant{NBSP}: salle {booking.room.name}, {when(booking.period)}.\n\n"
            f"Motif{NBSP}: {reason}{_call(booking.room)}"
        ),
        about=booking,
    )


def tell_cancelled(booking: Booking, *, by: Agent) -> None:
    notify(
        CANCELLED,
        [booking.organiser],
        title=f"Votre réservation de la salle {booking.room.name} est annulée",
        text=(
            f"{by} a annulé votre réservation de la salle {booking.room.name}, {when(booking.period)}.\n\n"
            f"Motif{NBSP}: {booking.cancel_reason}{_call(booking.room)}"
        ),
        about=booking,
    )


def _call(room: Room) -> str:
    return f"\n\nUne question{NBSP}? Appelez le {room.keeper_phone}." if room.keeper_phone else ""
