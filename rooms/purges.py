"""Old bookings, whole: a title may say something of a person, and the history repeats it."""

from datetime import datetime, timedelta

import pgtrigger
from django.db import connection, transaction
from django.db.models import QuerySet

from core.operations.purges import AT_ONCE, Kept, keep
from rooms.importers.actions import rooms_import
from rooms.models import Attendee, Booking, CalendarChange, ServiceRequest, Wait

YEARS = 5
# What goes with a booking, and names it.
BESIDE = (Attendee, ServiceRequest, Wait)


def old_bookings(at: datetime) -> QuerySet[Booking]:
    return Booking.objects.filter(period__endswith__lt=at - timedelta(days=365 * YEARS))


def old_changes(at: datetime) -> QuerySet[CalendarChange]:
    """What pages kept in memory is of the same quarter of an hour: no page looks further back."""
    return CalendarChange.objects.filter(at__lt=at - timedelta(days=1))


def erase_bookings(at: datetime) -> int:
    """With those who were invited, what services were asked, who waited for it, and their history."""
    erased = 0
    while pks := [*old_bookings(at).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]]:
        with transaction.atomic():
            for model in BESIDE:
                model.objects.filter(booking__in=pks).delete()
            Booking.objects.filter(pk__in=pks).delete()
            _erase_history(pks)
        erased += len(pks)
    return erased


def _erase_history(pks: list[int]) -> None:
    """By a function of the tables' owner, which spares bookings that are still there or younger than three years."""
    triggers = [f"rooms.{model.__name__}Event:append_only" for model in (*BESIDE, Booking)]
    with pgtrigger.ignore(*triggers), connection.cursor() as cursor:
        cursor.execute("SELECT rooms_erase_history(%s)", [pks])


keep(
    Kept("Réservations de salles", f"{YEARS} ans", rows=old_bookings, purge=erase_bookings),
    Kept("Heures des changements de l’agenda des salles", "1 jour", rows=old_changes),
    rooms_import.kept("Imports d’agendas", "7 jours sans confirmation"),
)
