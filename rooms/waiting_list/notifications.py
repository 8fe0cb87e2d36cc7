"""Of the waiting list. Titles are left out: a private one must not travel by mail."""

from django.urls import reverse

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.ui.french import NBSP, moment
from rooms.bookings.notification_groups import MINE
from rooms.models import Booking, Wait
from rooms.periods import when

OFFERED = NotificationKind("rooms.offered", "Une salle que j’attendais est libre", group=MINE)


def notify_offered(wait: Wait, booking: Booking) -> None:
    """With the one page where it is taken or let go, and until when."""
    room, until = booking.room, booking.held_until
    assert until is not None
    notify(
        OFFERED,
        [wait.agent],
        title=f"La {room.called} se libère {when(booking.period)}",
        text=(
            f"Vous attendiez la {room.called} ({room.site.name})\u00a0: elle est libre {when(booking.period)}.\n\n"
            f"Elle est gardée pour vous jusqu’au {moment(until)}. Dites d’ici là si vous la prenez"
            f"{NBSP}; ensuite, elle sera proposée à quelqu’un d’autre."
        ),
        url=reverse("rooms:wait_detail", args=[wait.reference]),
    )
