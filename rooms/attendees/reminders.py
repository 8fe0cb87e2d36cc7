"""The reminder of the day before, to those who asked for it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from rooms import periods
from rooms.attendees.notifications import remind
from rooms.models import Booking

# Mails of one transaction: a worker that stops in the middle repeats none.
AT_ONCE = 100


def remind_all() -> int:
    """Those of tomorrow, once each; what was booked today needs no reminder. Gives their number."""
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
            locked = wanted.for_list().select_for_update(no_key=True, skip_locked=True, of=("self",))
            bookings = list(locked.order_by("period", "pk")[:AT_ONCE])
            Booking.objects.filter(pk__in=[booking.pk for booking in bookings]).update(
                reminded_at=timezone.now()
            )
            remind(bookings)
        reminded += len(bookings)
        if len(bookings) < AT_ONCE:
            return reminded
