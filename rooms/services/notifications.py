"""Mails to the services, which have no account: what is asked, what changes, what is off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from core.mail.outbound import actions as outbound
from core.mail.outbound.messages import OutboundMessage
from core.ui.french import NBSP, listed
from rooms.bookings.events import Held
from rooms.models import Booking, ServiceRequest
from rooms.periods import when

ASKED = "rooms.service_asked"


def write_moved(bookings: Sequence[tuple[Booking, Held]]) -> None:
    """To other rooms or another time, each with what it had; what else changes is not the services' business."""
    by_pk = {booking.pk: (booking, before) for booking, before in bookings}
    for asked in _standing(by_pk):
        booking, held = by_pk[asked.booking_id]
        write(
            [asked],
            f"Changement{NBSP}: {booking.rooms_called}, {when(booking.period)}",
            f"La réservation de la {held.room.called}, {when(held.period)}, a changé.\n\n{facts_of(booking)}\n\n"
            f"La demande reste la même{NBSP}:\n\n{asked.note}",
        )


def write_accepted(bookings: Sequence[Booking]) -> None:
    """What they were asked for was not sure: now it is."""
    by_pk = {booking.pk: booking for booking in bookings}
    for asked in _standing(by_pk):
        booking = by_pk[asked.booking_id]
        write(
            [asked],
            f"Confirmation{NBSP}: {booking.rooms_called}, {when(booking.period)}",
            f"La réservation est maintenant sûre, et votre aide attendue{NBSP}:\n\n{asked.note}\n\n{facts_of(booking)}",
        )


def write_ended(bookings: Sequence[Booking]) -> None:
    by_pk = {booking.pk: booking for booking in bookings}
    for asked in _standing(by_pk):
        write_withdrawn(
            [asked], by_pk[asked.booking_id], f"La réservation est annulée{NBSP}: plus rien à préparer."
        )


def _standing(bookings: Iterable[int]) -> list[ServiceRequest]:
    pks = list(bookings)
    if not pks:
        return []
    found = ServiceRequest.objects.filter(booking__in=pks, withdrawn_at=None)
    return list(found.select_related("desk").order_by("pk"))


def write_withdrawn(asked: Sequence[ServiceRequest], booking: Booking, words: str) -> None:
    notes = "\n\n".join(one.note for one in asked)
    write(
        asked,
        f"Annulation{NBSP}: {booking.rooms_called}, {when(booking.period)}",
        f"{words}\n\n{notes}\n\n{facts_of(booking)}",
    )


def write(asked: Sequence[ServiceRequest], subject: str, body: str) -> None:
    """To each desk; answers go to the organiser. Never the title, which may be private."""
    organiser = asked[0].booking.organiser
    headers = {"Reply-To": organiser.email} if organiser.email else {}
    outbound.write(
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


def facts_of(booking: Booking) -> str:
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
