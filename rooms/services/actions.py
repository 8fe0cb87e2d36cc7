"""Notes to the services that bring coffee, chairs or a projector; they learn what becomes of the booking."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q, QuerySet
from django.utils import timezone

from core.history.context import action_context
from core.mail.outbound import actions as mail
from core.mail.outbound.messages import OutboundMessage
from core.people.models import Agent
from core.ui.french import NBSP, count_of, listed
from core.ui.working_days import is_working_day
from rooms.attendees.notifications import ASKED
from rooms.bookings.own_booking import lock_own
from rooms.models import Booking, Room, ServiceDesk, ServiceRequest
from rooms.periods import when

ALREADY = f"Ce service est déjà sollicité pour cette réservation{NBSP}: retirez d’abord votre demande."


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
        _write(
            [asked],
            f"Demande{NBSP}: {booking.rooms_called}, {when(booking.period)}",
            f"{by} vous demande{NBSP}:\n\n{note}\n\n{_facts(booking)}",
        )
    return asked


def withdraw(asked: ServiceRequest, *, by: Agent) -> None:
    """The service is told; twice is once."""
    with transaction.atomic(), action_context("a retiré sa demande à un service", by=by):
        booking = lock_own(asked.booking, by=by)
        standing = ServiceRequest.objects.select_related("desk")
        asked = standing.select_for_update(no_key=True, of=("self",)).get(pk=asked.pk)
        if asked.withdrawn_at:
            return
        asked.withdrawn_at = timezone.now()
        asked.save(update_fields=["withdrawn_at"])
        _say_off([asked], booking, f"{by} n’a plus besoin de vous{NBSP}:")


def moved(bookings: Sequence[tuple[Booking, tuple[Room, DateTimeTZRange]]]) -> None:
    """To other rooms or another time, each with what it had; what else changes is not the services' business."""
    by_pk = {booking.pk: (booking, before) for booking, before in bookings}
    for asked in _standing(by_pk):
        booking, (room, period) = by_pk[asked.booking_id]
        _write(
            [asked],
            f"Changement{NBSP}: {booking.rooms_called}, {when(booking.period)}",
            f"La réservation de la {room.called}, {when(period)}, a changé.\n\n{_facts(booking)}\n\n"
            f"La demande reste la même{NBSP}:\n\n{asked.note}",
        )


def accepted(bookings: Sequence[Booking]) -> None:
    """What they were asked for was not sure: now it is."""
    by_pk = {booking.pk: booking for booking in bookings}
    for asked in _standing(by_pk):
        booking = by_pk[asked.booking_id]
        _write(
            [asked],
            f"Confirmation{NBSP}: {booking.rooms_called}, {when(booking.period)}",
            f"La réservation est maintenant sûre, et votre aide attendue{NBSP}:\n\n{asked.note}\n\n{_facts(booking)}",
        )


def ended(bookings: Sequence[Booking]) -> None:
    by_pk = {booking.pk: booking for booking in bookings}
    for asked in _standing(by_pk):
        _say_off([asked], by_pk[asked.booking_id], f"La réservation est annulée{NBSP}: plus rien à préparer.")


def lateness(desk: ServiceDesk, booking: Booking) -> str:
    """What to know when the service asks for more notice than is left; empty when all is well."""
    left = working_days_between(timezone.localdate(), booking.day)
    if left >= desk.notice_days:
        return ""
    return (
        f"{desk.name} demande {count_of(desk.notice_days, 'jour ouvré', 'jours ouvrés')} de délai{NBSP}: "
        "votre demande est partie, mais appelez pour vous assurer qu’elle sera servie."
    )


def working_days_between(first: date, last: date) -> int:
    """Those after `first`, up to `last`."""
    days = (first + timedelta(days=number + 1) for number in range(max((last - first).days, 0)))
    return sum(map(is_working_day, days))


def _standing(bookings: Iterable[int]) -> list[ServiceRequest]:
    pks = list(bookings)
    if not pks:
        return []
    found = ServiceRequest.objects.filter(booking__in=pks, withdrawn_at=None)
    return list(found.select_related("desk").order_by("pk"))


def _say_off(asked: Sequence[ServiceRequest], booking: Booking, words: str) -> None:
    notes = "\n\n".join(one.note for one in asked)
    _write(
        asked,
        f"Annulation{NBSP}: {booking.rooms_called}, {when(booking.period)}",
        f"{words}\n\n{notes}\n\n{_facts(booking)}",
    )


def _write(asked: Sequence[ServiceRequest], subject: str, body: str) -> None:
    """To each desk; answers go to the organiser. Never the title, which may be private."""
    organiser = asked[0].booking.organiser
    headers = {"Reply-To": organiser.email} if organiser.email else {}
    mail.write(
        ASKED,
        (
            OutboundMessage(
                None,
                subject,
                f"Bonjour,\n\n{body}",
                address=one.desk.email,
                about=one.booking,
                headers=headers,
            )
            for one in asked
        ),
    )


def _facts(booking: Booking) -> str:
    organiser = booking.organiser
    places = [f"{room.called}{f' ({room.floor})' if room.floor else ''}" for room in booking.all_rooms]
    lines = [
        f"Quand{NBSP}: {when(booking.period)}",
        f"Où{NBSP}: {listed(places)}, {booking.room.site.name}",
        f"Disposition{NBSP}: {booking.layout}" if booking.layout else "",
        f"Personnes attendues{NBSP}: {booking.attendance}" if booking.attendance else "",
        f"Pour{NBSP}: {organiser}{f', {organiser.phone}' if organiser.phone else ''}",
        f"Pas encore confirmée{NBSP}: la salle est seulement retenue."
        if booking.state == Booking.State.REQUESTED
        else "",
    ]
    return "\n".join(filter(None, lines))
