"""Of rooms freed because nobody checked in. Titles are left out: a private one must not travel by mail."""

from datetime import datetime

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.ui.french import NBSP, clock, local
from rooms.bookings.notification_groups import MINE
from rooms.models import Booking
from rooms.periods import when

FREED = NotificationKind("rooms.freed", "Ma salle a été rendue, faute de présence", group=MINE)


def notify_freed(booking: Booking, *, deadline: datetime) -> None:
    room = booking.room
    notify(
        FREED,
        [booking.organiser],
        title=f"La {room.called} a été rendue aux autres",
        text=(
            f"Vous aviez la {room.called} {when(booking.period)}. À {clock(local(deadline))}, personne "
            f"n’avait dit «{NBSP}J’y suis{NBSP}» à sa porte{NBSP}: elle a été rendue aux autres.\n\n"
            f"Votre réunion a lieu{NBSP}? Si la salle est encore libre, réservez-la de nouveau. "
            f"La prochaine fois, scannez le code affiché sur la porte en arrivant, ou annulez si la réunion tombe."
        ),
        about=booking,
    )
