from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.ui.locks import locked
from core.ui.mails import render_mail
from rooms import periods
from rooms.bookings.notifications import MINE
from rooms.models import Booking
from rooms.periods import when

# Mails of one transaction: a worker that stops in the middle repeats none.
AT_ONCE = 100
# Not offered: an invitation that waits for a digest comes too late, and its calendar would be lost.
INVITED = NotificationKind("rooms.invited", "On m’invite à une réunion", group=MINE, is_offered=False)
MOVED = NotificationKind(
    "rooms.invitation_changed", "Une réunion où je suis attendu change", group=MINE, is_offered=False
)
OFF = NotificationKind(
    "rooms.invitation_ended", "Une réunion où j’étais attendu n’a plus lieu", group=MINE, is_offered=False
)
REMINDED = NotificationKind(
    "rooms.reminded", "La veille d’une réservation, quand j’ai demandé qu’on me le rappelle", group=MINE
)


def _remind(bookings: Sequence[Booking]) -> None:
    """Without their titles: a private one must not travel by mail."""
    for booking in bookings:
        notify(
            REMINDED,
            [booking.organiser],
            **render_mail("rooms/mails/reminded.txt", booking=booking, at=when(booking.period)),
            about=booking,
        )


def remind_all() -> int:
    """Remind of tomorrow's bookings once each, except those booked today; return their number."""
    today = timezone.localdate()
    wanted = Booking.objects.confirmed().filter(
        wants_reminder=True,
        reminded_at=None,
        created_at__lt=periods.midnight(today),
        period__startswith__gte=periods.midnight(today + timedelta(days=1)),
        period__startswith__lt=periods.midnight(today + timedelta(days=2)),
    )
    reminded = 0
    while True:
        with transaction.atomic():
            free = locked(wanted.for_list().order_by("period", "pk"), skip_locked=True)
            bookings = list(free[:AT_ONCE])
            Booking.objects.filter(pk__in=[booking.pk for booking in bookings]).update(
                reminded_at=timezone.now()
            )
            _remind(bookings)
        reminded += len(bookings)
        if len(bookings) < AT_ONCE:
            return reminded
