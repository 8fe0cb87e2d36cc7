"""Notifications leave titles out: a private one must not travel by mail."""

from datetime import datetime

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.ui.mails import render_mail
from rooms.bookings.notifications import MINE
from rooms.models import Booking
from rooms.periods import when

FREED = NotificationKind("rooms.freed", "Ma salle a été rendue, faute de présence", group=MINE)


def notify_freed(booking: Booking, *, deadline: datetime) -> None:
    notify(
        FREED,
        [booking.organiser],
        **render_mail("rooms/mails/freed.txt", room=booking.room, at=when(booking.period), deadline=deadline),
        about=booking,
    )
