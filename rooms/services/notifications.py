"""Mails to the services, which have no account: what is asked, what changes, what is off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from core.mail.outbound import actions as outbound
from core.mail.outbound.messages import OutboundMessage
from core.ui.french import listed
from core.ui.mails import render_mail
from rooms.bookings.events import Held
from rooms.models import Booking, ServiceRequest
from rooms.periods import when

ASKED = "rooms.service_asked"


def write_moved(bookings: Sequence[tuple[Booking, Held]]) -> None:
    """To other rooms or another time, each with what it had; what else changes is not the services' business."""
    by_pk = {booking.pk: (booking, before) for booking, before in bookings}
    for asked in _standing(by_pk):
        booking, held = by_pk[asked.booking_id]
        mail = "rooms/mails/service_moved.txt"
        write([asked], booking, mail, before=held, at_before=when(held.period))


def write_accepted(bookings: Sequence[Booking]) -> None:
    """Notify the services that the booking is now confirmed."""
    by_pk = {booking.pk: booking for booking in bookings}
    for asked in _standing(by_pk):
        write([asked], by_pk[asked.booking_id], "rooms/mails/service_confirmed.txt")


def write_ended(bookings: Sequence[Booking]) -> None:
    by_pk = {booking.pk: booking for booking in bookings}
    for asked in _standing(by_pk):
        write([asked], by_pk[asked.booking_id], "rooms/mails/service_withdrawn.txt")


def _standing(bookings: Iterable[int]) -> list[ServiceRequest]:
    pks = list(bookings)
    if not pks:
        return []
    found = ServiceRequest.objects.filter(booking__in=pks, withdrawn_at=None)
    return list(found.select_related("desk").order_by("pk"))


def write(asked: Sequence[ServiceRequest], booking: Booking, mail: str, **said: Any) -> None:
    """To each desk; answers go to the organiser. Never the title, which may be private."""
    organiser = asked[0].booking.organiser
    headers = {"Reply-To": organiser.email} if organiser.email else {}
    places = listed(
        [f"{room.called}{f' ({room.floor})' if room.floor else ''}" for room in booking.all_rooms]
    )
    notes = "\n\n".join(one.note for one in asked)
    written = render_mail(mail, booking=booking, at=when(booking.period), places=places, note=notes, **said)
    outbound.write(
        ASKED,
        (
            OutboundMessage(
                None,
                written["title"],
                written["text"],
                address=one.desk.email,
                about=one.booking,
                headers=headers,
            )
            for one in asked
        ),
    )
