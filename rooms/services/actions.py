"""Asking the services that bring coffee, chairs or a projector, and no longer needing them."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from core.history.context import action_context
from core.people.models import Agent
from core.ui.french import count_of, spaced
from core.ui.locks import locked
from core.ui.working_days import is_working_day
from rooms.bookings.locking import lock_own
from rooms.models import Booking, ServiceDesk, ServiceRequest
from rooms.services import notifications

ALREADY = spaced("Ce service est déjà sollicité pour cette réservation : retirez d’abord votre demande.")


def desks_for(booking: Booking) -> QuerySet[ServiceDesk]:
    return ServiceDesk.objects.filter(Q(site=None) | Q(site=booking.room.site_id), is_open=True)


def ask(booking: Booking, *, by: Agent, desk: ServiceDesk, note: str) -> ServiceRequest:
    """Raises ValidationError for a desk that is closed, elsewhere or asked already, and for an empty note."""
    note = note.replace("\x00", "").strip()
    if not note:
        raise ValidationError({"note": "Dites ce qu’il vous faut."}, code="note")
    with transaction.atomic(), action_context("a demandé à un service", by=by):
        booking = lock_own(booking, by=by)
        if not desks_for(booking).filter(pk=desk.pk).exists():
            raise ValidationError(
                {"desk": "Ce service ne reçoit pas de demande pour cette salle."}, code="desk"
            )
        try:
            with transaction.atomic():
                asked = ServiceRequest.objects.create(booking=booking, desk=desk, note=note)
        except IntegrityError as error:
            raise ValidationError({"desk": ALREADY}, code="again") from error
        notifications.write([asked], booking, "rooms/mails/service_asked.txt", by=by)
    return asked


def withdraw(asked: ServiceRequest, *, by: Agent) -> None:
    """The service is mailed; twice is once."""
    with transaction.atomic(), action_context("a retiré sa demande à un service", by=by):
        booking = lock_own(asked.booking, by=by)
        standing = ServiceRequest.objects.select_related("desk")
        asked = locked(standing).get(pk=asked.pk)
        if asked.withdrawn_at:
            return
        asked.withdrawn_at = timezone.now()
        asked.save(update_fields=["withdrawn_at"])
        notifications.write([asked], booking, "rooms/mails/service_withdrawn.txt", by=by)


def lateness(desk: ServiceDesk, booking: Booking) -> str:
    """Warn when the service asks for more notice than is left; return an empty text otherwise."""
    left = working_days_between(timezone.localdate(), booking.day)
    if left >= desk.notice_days:
        return ""
    return spaced(
        f"{desk.name} demande {count_of(desk.notice_days, 'jour ouvré', 'jours ouvrés')} de délai : "
        "votre demande est partie, mais appelez pour vous assurer qu’elle sera servie."
    )


def working_days_between(first: date, last: date) -> int:
    """Count the working days after `first`, up to `last`."""
    days = (first + timedelta(days=number + 1) for number in range(max((last - first).days, 0)))
    return sum(map(is_working_day, days))
