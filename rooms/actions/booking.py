"""Booking, changing and cancelling one booking; whatever the door, these are the deeds."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core.history.deeds import deed
from core.people.models import Agent
from core.ui.french import NBSP
from rooms import aftermath, holding, policies, rules
from rooms.clashes import clash_with, last_wall
from rooms.models import Booking, Room

MISSING_REASON = f"Dites pourquoi{NBSP}: la personne qui a réservé recevra vos mots."


def book(
    room: Room,
    *,
    by: Agent,
    period: DateTimeTZRange,
    title: str,
    is_private: bool = False,
    submission_key: uuid.UUID | None = None,
) -> Booking:
    """Book a room, or raise ValidationError that says on which field why not (`Clash`: whom to call)."""
    if not by.is_active:
        raise PermissionDenied
    with last_wall(room, period, by=by), transaction.atomic(), deed("a réservé la salle", by=by):
        room = holding.lock(room)[room.pk]
        key = submission_key or uuid.uuid4()
        # Two sendings of one form at once: the second waited on the lock, and is no clash with the first.
        if earlier := Booking.objects.of(by).filter(submission_key=key).first():
            return earlier
        rules.check_room(room)
        rules.check_period(room, period, by=by)
        _refuse_clash(room, period, by=by)
        booking = Booking.objects.create(
            room=room,
            organiser=by,
            title=_clean_title(title),
            is_private=is_private,
            period=period,
            submission_key=key,
        )
        holding.hold([booking])
        aftermath.booked([booking], by=by)
    return booking


def change(
    booking: Booking,
    *,
    by: Agent,
    room: Room,
    period: DateTimeTZRange,
    title: str,
    is_private: bool,
    reason: str = "",
) -> Booking:
    """Another time, room, title or privacy; someone else's needs a reason, which they are told."""
    with last_wall(room, period, by=by), transaction.atomic(), deed("a modifié la réservation", by=by):
        room = holding.lock(room, booking.room)[room.pk]
        booking = _lock_booking(booking, by=by)
        if policies.must_give_reason(by, booking) and not reason.strip():
            raise ValidationError({"reason": MISSING_REASON}, code="reason")
        before = (booking.room, booking.period)
        if (room, period) != before:
            if room != booking.room:
                rules.check_room(room)
            rules.check_period(room, period, by=by, started=booking.period.lower)
            _refuse_clash(room, period, by=by, but=booking)
        booking.room, booking.period = room, period
        booking.title, booking.is_private = _clean_title(title), is_private
        booking.save(update_fields=["room", "period", "title", "is_private"])
        if (room, period) != before:
            holding.move([booking])
        aftermath.changed(booking, by=by, before=before, reason=reason.strip())
    return booking


@transaction.atomic
def cancel(booking: Booking, *, by: Agent, reason: str = "") -> Booking:
    """Free the room and keep the booking; someone else's needs a reason, which is mailed to them.

    Cancelling twice is cancelling once.
    """
    with deed("a annulé la réservation", by=by):
        holding.lock(booking.room)
        fresh = Booking.objects.select_for_update(no_key=True, of=("self",)).get(pk=booking.pk)
        if fresh.is_cancelled and fresh.cancelled_by_id == by.pk:
            return fresh
        booking = _lock_booking(booking, by=by)
        if policies.must_give_reason(by, booking) and not reason.strip():
            raise ValidationError({"reason": MISSING_REASON}, code="reason")
        booking.state = Booking.State.CANCELLED
        booking.cancelled_at, booking.cancelled_by = timezone.now(), by
        booking.cancel_reason = reason.strip()
        booking.save(update_fields=["state", "cancelled_at", "cancelled_by", "cancel_reason"])
        holding.release([booking])
        aftermath.ended([booking], by=by, reason=booking.cancel_reason)
    return booking


def _lock_booking(booking: Booking, *, by: Agent) -> Booking:
    """The booking as it stands now, locked; raises when it can no longer be touched, or not by them."""
    booking = (
        Booking.objects.select_related("room__site", "organiser")
        .select_for_update(no_key=True, of=("self",))
        .get(pk=booking.pk)
    )
    if not (policies.is_organiser(by, booking) or policies.can_manage_room(by, booking.room)):
        raise PermissionDenied("Cette réservation n’est pas la vôtre.")
    if booking.is_cancelled:
        raise ValidationError("Cette réservation a été annulée entre-temps.", code="stale")
    if booking.is_over:
        raise ValidationError("Cette réservation est terminée.", code="stale")
    if not policies.can_change(by, booking):
        raise PermissionDenied
    return booking


def _refuse_clash(room: Room, period: DateTimeTZRange, *, by: Agent, but: Booking | None = None) -> None:
    others = Booking.objects.blocking(room, period)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if other := others.first():
        raise clash_with(other, room, seen_by=by)


def _clean_title(title: str) -> str:
    title = " ".join(title.replace("\x00", " ").split())
    if not title or len(title) > 120:
        raise ValidationError({"title": "Donnez un objet, de 120 caractères au plus."}, code="title")
    return title
