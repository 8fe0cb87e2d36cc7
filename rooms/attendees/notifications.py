"""Of meetings to which one is invited, and of tomorrow's bookings."""

from collections.abc import Sequence

from core.notifications.actions import notify
from core.notifications.registry import register
from core.ui.french import NBSP
from rooms.bookings.notification_groups import MINE
from rooms.bookings.notifications import where
from rooms.models import Booking
from rooms.periods import when

# Not offered: an invitation that waits for a digest comes too late, and its calendar would be lost.
INVITED = register("rooms.invited", "On m’invite à une réunion", group=MINE, is_offered=False)
MOVED = register(
    "rooms.invitation_changed", "Une réunion où je suis attendu change", group=MINE, is_offered=False
)
OFF = register(
    "rooms.invitation_ended", "Une réunion où j’étais attendu n’a plus lieu", group=MINE, is_offered=False
)
REMINDED = register(
    "rooms.reminded", "La veille d’une réservation, quand j’ai demandé qu’on me le rappelle", group=MINE
)


def remind(bookings: Sequence[Booking]) -> None:
    """Without their titles: a private one must not travel by mail."""
    for booking in bookings:
        notify(
            REMINDED,
            [booking.organiser],
            title=f"Demain{NBSP}: {booking.rooms_called}, {when(booking.period)}",
            text=(
                f"Vous avez réservé{NBSP}: {booking.rooms_called}, {when(booking.period)}.\n{where(booking)}\n"
                f"Si vous n’en avez plus besoin, annulez{NBSP}: quelqu’un d’autre en profitera."
            ),
            about=booking,
        )
