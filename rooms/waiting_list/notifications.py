"""Notifications leave titles out: a private one must not travel by mail."""

from django.urls import reverse

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.ui.mails import render_mail
from rooms.bookings.notifications import MINE
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
        **render_mail("rooms/mails/offered.txt", room=room, at=when(booking.period), until=until),
        url=reverse("rooms:wait_detail", args=[wait.reference]),
    )
