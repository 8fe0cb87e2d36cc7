"""Answering a request; recalling those that wait; ending, with a word to all, those whose time has come."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.french import spaced
from core.history.context import action_context
from core.people.models import Agent
from core.web.locks import locked
from rooms import policies
from rooms.availability import occupancy
from rooms.bookings import events
from rooms.bookings.actions import end_all
from rooms.bookings.locking import Moved, lock_booking, lock_bookings
from rooms.models import Booking, Series
from rooms.models.bookings import State
from rooms.querysets import levels_of
from rooms.requests import notifications

MISSING_REASON = spaced("Dites pourquoi : la personne qui a demandé la salle recevra vos mots.")
UNANSWERED = "Personne n’a répondu à la demande avant l’heure de la réservation."


@dataclass
class Answered:
    """Requests answered, and those that were left as they are, each with the reason."""

    done: list[Booking] = field(default_factory=list)
    left: list[tuple[Booking, ValidationError | PermissionDenied]] = field(default_factory=list)


def accept(asked: Booking | Series, *, by: Agent, words: str = "") -> list[Booking]:
    """A request, or all the dates of a series that wait for this agent, are confirmed; raises where none is.

    `words`, if any, go with the answer.
    """
    return _answer(asked, by=by, words=words, is_accepted=True)


def decline(asked: Booking | Series, *, by: Agent, reason: str) -> list[Booking]:
    """The room is free again, but for what had been agreed to; the reason goes to who asked."""
    return _answer(asked, by=by, words=reason, is_accepted=False)


def _answer(asked: Booking | Series, *, by: Agent, words: str, is_accepted: bool) -> list[Booking]:
    dates = [asked] if isinstance(asked, Booking) else _waiting(asked)
    answered = answer_all(dates, by=by, words=words, is_accepted=is_accepted)
    if answered.done:
        return answered.done
    why = answered.left[0][1] if answered.left else "Aucune date de cette série n’attend plus de réponse."
    if isinstance(asked, Booking) and isinstance(why, Exception):
        raise why
    # Said in the form, which keeps the words: the dates that are left may be another manager's.
    raise ValidationError(why.messages if isinstance(why, ValidationError) else str(why), code="stale")


def answer_all(bookings: Sequence[Booking], *, by: Agent, words: str = "", is_accepted: bool) -> Answered:
    """Dates of one series, notified in one mail; one that does not wait for this answer is left, and said."""
    verb = "accepté" if is_accepted else "refusé"
    with transaction.atomic(), action_context(f"a {verb} la demande", by=by):
        found, _ = lock_bookings(bookings)
        levels_of(by, fresh=True)
        answered = Answered()
        for booking in found:
            try:
                _check(booking, by=by)
                answered.done.append(booking)
            except (ValidationError, PermissionDenied) as refusal:
                answered.left.append((booking, refusal))
        if answered.done and is_accepted:
            _accept(answered.done, by=by, words=words)
        elif answered.done:
            _decline(answered.done, by=by, reason=words)
    return answered


def can_answer(agent: Agent, series: Series) -> bool:
    """One of its dates waits for this agent's answer."""
    return any(policies.can_decide(agent, booking) for booking in _waiting(series))


def _waiting(series: Series) -> list[Booking]:
    return list(series.occurrences.filter(state=State.REQUESTED).order_by("period").for_list())


def _check(booking: Booking, *, by: Agent) -> None:
    """Check that a locked request waits for the answer of this agent."""
    if not policies.can_manage_booking(by, booking):
        raise PermissionDenied("Cette salle n’est pas de celles dont vous vous occupez.")
    if booking.state != State.REQUESTED:
        raise ValidationError(_already(booking), code="stale")
    if not policies.can_decide(by, booking):
        raise PermissionDenied("Cette demande touche aussi une salle dont vous ne vous occupez pas.")


def _accept(bookings: Sequence[Booking], *, by: Agent, words: str) -> None:
    now = timezone.now()
    Booking.objects.filter(pk__in=[booking.pk for booking in bookings]).update(
        state=State.CONFIRMED,
        approved_at=now,
        approved_by=by,
        agreed_period=None,
        sequence=F("sequence") + 1,
    )
    for booking in bookings:
        booking.state, booking.approved_at, booking.approved_by = State.CONFIRMED, now, by
        booking.agreed_period = None
        booking.sequence += 1
    notifications.notify_answered("rooms/mails/accepted.txt", bookings, by=by, words=words.strip())
    events.accepted.send(Booking, bookings=bookings)


def _decline(bookings: Sequence[Booking], *, by: Agent, reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": MISSING_REASON}, code="reason")
    gone = [booking for booking in bookings if not booking.agreed_period]
    _take_back([booking for booking in bookings if booking.agreed_period], by=by, reason=reason.strip())
    if gone:
        end_all(gone, State.DECLINED, by=by, reason=reason)
        events.ended.send(Booking, bookings=gone, by=by)


def _take_back(bookings: Sequence[Booking], *, by: Agent | None, reason: str) -> None:
    """They are again what had been agreed to; nobody did it where `by` is null."""
    if not bookings:
        return
    asked = [booking.period for booking in bookings]
    for booking in bookings:
        booking.period, booking.agreed_period = booking.agreed_period, None
        booking.state, booking.is_apart = State.CONFIRMED, booking.series_id is not None
        booking.sequence += 1
    Booking.objects.bulk_update(bookings, ["period", "agreed_period", "state", "is_apart", "sequence"])
    occupancy.shrink(bookings)
    notifications.notify_answered("rooms/mails/taken_back.txt", bookings, by=by, words=reason)
    if by is None:
        for booking in bookings:
            notifications.notify_lost(booking)
    events.reverted.send(Booking, bookings=bookings, asked=asked)


def _already(booking: Booking) -> str:
    if booking.state == State.CONFIRMED:
        who = f" par {booking.approved_by}" if booking.approved_by else ""
        return f"Cette demande est déjà acceptée{who}."
    if booking.state == State.DECLINED:
        return f"Cette demande est déjà refusée par {booking.cancelled_by}."
    return "Cette demande n’attend plus de réponse."


def recall_unanswered() -> int:
    """Each `ROOMS_RECALL_HOURS`: notified again to the managers of the rooms, and to those who wait; gives how many."""
    now = timezone.now()
    late = now - timedelta(hours=settings.ROOMS_RECALL_HOURS)
    with transaction.atomic(), action_context("a rappelé la demande"):
        waiting = Booking.objects.alias(since=Coalesce("recalled_at", "created_at")).filter(
            state=State.REQUESTED, since__lte=late, period__startswith__gt=now
        )
        # What an action holds just now is for the next time.
        in_order = waiting.for_list().select_related("booked_by", "series").order_by("period", "pk")
        bookings = list(locked(in_order, skip_locked=True))
        notifications.notify_recalled(bookings)
        Booking.objects.filter(pk__in=[booking.pk for booking in bookings]).update(recalled_at=now)
    return len(bookings)


def end_unanswered() -> int:
    """End the requests whose time has come without an answer, notify everyone; return their number."""
    waiting = Booking.objects.filter(state=State.REQUESTED, period__startswith__lte=timezone.now())
    lapsed = 0
    for booking in waiting.order_by("pk"):
        # Moved under our eyes, it waits for the next run, and does not delay the others.
        with suppress(Moved):
            lapsed += _lapse(booking)
    return lapsed


def _due(booking: Booking) -> datetime:
    """When nobody need answer any more: its start, or its end where it was asked while it runs, or made longer."""
    asked_at = booking.recalled_at or booking.created_at
    return booking.period.lower if asked_at <= booking.period.lower else booking.period.upper


def _lapse(booking: Booking) -> bool:
    with transaction.atomic(), action_context("n’a pas eu de réponse à temps"):
        booking, _ = lock_booking(booking)
        if booking.state != State.REQUESTED or _due(booking) > timezone.now():
            return False
        if booking.agreed_period:
            _take_back([booking], by=None, reason="")
        else:
            end_all([booking], State.LAPSED, by=None, reason=UNANSWERED)
            events.ended.send(Booking, bookings=[booking], by=None)
    return True
