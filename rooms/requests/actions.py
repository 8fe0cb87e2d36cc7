"""Answering a request; recalling those that wait; ending, with a word to all, those whose time has come."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.history.deeds import deed
from core.people.models import Agent
from core.ui.french import NBSP
from rooms import aftermath, policies
from rooms.actions.changing import end
from rooms.actions.locking import lock_booking
from rooms.levels import levels_of, managers_of
from rooms.models import Booking
from rooms.models.bookings import State
from rooms.news import requests as news

MISSING_REASON = f"Dites pourquoi{NBSP}: la personne qui a demandé la salle recevra vos mots."
UNANSWERED = "Personne n’a répondu à la demande avant l’heure de la réservation."


def accept(booking: Booking, *, by: Agent, words: str = "") -> Booking:
    """The request becomes a booking; `words`, if any, go with the answer."""
    with transaction.atomic(), deed("a accepté la demande", by=by):
        booking = _lock_request(booking, by=by)
        booking.state = State.CONFIRMED
        booking.approved_at, booking.approved_by = timezone.now(), by
        booking.sequence += 1
        booking.save(update_fields=["state", "approved_at", "approved_by", "sequence"])
        aftermath.accepted(booking, by=by, words=words.strip())
    return booking


def decline(booking: Booking, *, by: Agent, reason: str) -> Booking:
    """The room is free again; the reason goes to whoever asked."""
    with transaction.atomic(), deed("a refusé la demande", by=by):
        booking = _lock_request(booking, by=by)
        if not reason.strip():
            raise ValidationError({"reason": MISSING_REASON}, code="reason")
        end(booking, State.DECLINED, by=by, reason=reason)
        aftermath.ended([booking], by=by)
    return booking


def _lock_request(booking: Booking, *, by: Agent) -> Booking:
    booking, _ = lock_booking(booking)
    levels_of(by, fresh=True)
    if not policies.can_manage_one_of(by, booking.all_rooms):
        raise PermissionDenied("Cette salle n’est pas de celles dont vous vous occupez.")
    if booking.state != State.REQUESTED:
        raise ValidationError(_already(booking), code="stale")
    if not policies.can_decide(by, booking):
        raise PermissionDenied("Cette demande touche aussi une salle dont vous ne vous occupez pas.")
    return booking


def _already(booking: Booking) -> str:
    if booking.state == State.CONFIRMED:
        who = f" par {booking.approved_by}" if booking.approved_by else ""
        return f"Cette demande est déjà acceptée{who}."
    if booking.state == State.DECLINED:
        return f"Cette demande est déjà refusée par {booking.cancelled_by}."
    return "Cette demande n’attend plus de réponse."


def recall_unanswered() -> int:
    """Each `ROOMS_RECALL_HOURS`: told again to those who keep the rooms, and to those who wait; gives how many."""
    now = timezone.now()
    late = now - timedelta(hours=settings.ROOMS_RECALL_HOURS)
    with transaction.atomic(), deed("a rappelé la demande"):
        waiting = Booking.objects.alias(since=Coalesce("recalled_at", "created_at")).filter(
            state=State.REQUESTED, since__lte=late, period__startswith__gt=now
        )
        # What a deed holds just now is for the next time.
        bookings = list(
            waiting.for_list()
            .select_related("booked_by")
            .order_by("period", "pk")
            .select_for_update(no_key=True, of=("self",), skip_locked=True)
        )
        for managers, theirs in _by_managers(bookings):
            news.tell_recalled(theirs, managers)
        for booking in bookings:
            news.tell_still_waiting(booking)
        Booking.objects.filter(pk__in=[booking.pk for booking in bookings]).update(recalled_at=now)
    return len(bookings)


def _by_managers(bookings: list[Booking]) -> list[tuple[list[Agent], list[Booking]]]:
    """What each set of managers is told, in one letter; managers are looked for once for each set of rooms."""
    keepers: dict[frozenset[int], list[Agent]] = {}
    found: dict[frozenset[int], tuple[list[Agent], list[Booking]]] = {}
    for booking in bookings:
        rooms = frozenset(room.pk for room in booking.all_rooms)
        if rooms not in keepers:
            keepers[rooms] = managers_of(*booking.all_rooms)
        who = keepers[rooms]
        found.setdefault(frozenset(agent.pk for agent in who), (who, []))[1].append(booking)
    return list(found.values())


def end_unanswered() -> int:
    """Those whose time has come: nobody answered, and all are told; gives how many."""
    waiting = Booking.objects.filter(state=State.REQUESTED, period__startswith__lte=timezone.now())
    return sum(_lapse(booking) for booking in waiting.order_by("pk"))


def _lapse(booking: Booking) -> bool:
    with transaction.atomic(), deed("n’a pas eu de réponse à temps"):
        booking, _ = lock_booking(booking)
        if booking.state != State.REQUESTED or booking.period.lower > timezone.now():
            return False
        end(booking, State.LAPSED, by=None, reason=UNANSWERED)
        aftermath.ended([booking], by=None)
    return True
