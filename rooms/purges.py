"""Old bookings, whole: a title may say something of a person, and the history repeats it."""

from datetime import datetime, timedelta

import pgtrigger
from django.apps import apps
from django.db import transaction
from django.db.models import QuerySet

from core.operations.purges import AT_ONCE, Kept, keep
from rooms.importers.actions import rooms_import
from rooms.models import Attendee, Booking, ServiceRequest, Wait

YEARS = 5


def old_bookings(at: datetime) -> QuerySet[Booking]:
    return Booking.objects.filter(period__endswith__lt=at - timedelta(days=365 * YEARS))


def erase_bookings(at: datetime) -> int:
    """With those who were invited, what services were asked, who waited for it, and their history."""
    erased = 0
    while pks := [*old_bookings(at).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]]:
        with transaction.atomic():
            for model in (Attendee, ServiceRequest, Wait):
                _erase(model.objects.filter(booking__in=pks))
            _erase(Booking.objects.filter(pk__in=pks))
        erased += len(pks)
    return erased


def _erase(rows: QuerySet) -> None:
    events = apps.get_model("rooms", f"{rows.model.__name__}Event")
    pks = [*rows.values_list("pk", flat=True)]
    rows.delete()
    with pgtrigger.ignore(f"{events._meta.label}:append_only"):
        events.objects.filter(pgh_obj__in=pks).delete()


keep(
    Kept("Réservations de salles", f"{YEARS} ans", rows=old_bookings, purge=erase_bookings),
    rooms_import.kept("Imports d’agendas", "7 jours sans confirmation"),
)
