"""Answer the organiser's calendar when what was booked by mail changes or ends on the site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q

from core.people.models import Agent
from rooms.bookings import events
from rooms.bookings.events import Previous
from rooms.mail_in import answers
from rooms.mail_in.actions import IS_BY_MAIL, Answer, Decision, held_of, parts
from rooms.models import Booking, RoomInvitation


def changed(
    bookings: Sequence[Booking], by: Agent, before: Sequence[Previous], reason: str, **_: object
) -> None:
    moved = [booking for booking, _before in events.moved(bookings, before)]
    for row, theirs in _by_invitation(moved):
        answers.counter(row, theirs, by=str(by), reason=reason)


def reverted(bookings: Sequence[Booking], **_: object) -> None:
    """A longer time was declined: it is again what had been agreed to."""
    for row, theirs in _by_invitation(bookings):
        answers.counter(row, theirs, by="")


def accepted(bookings: Sequence[Booking], **_: object) -> None:
    for row, _theirs in _by_invitation(bookings):
        if row.answer == Answer.TENTATIVE and not held_of(row).filter(state=Booking.State.REQUESTED).exists():
            row.answer = Answer.ACCEPTED
            row.save(update_fields=["answer"])
            answers.reply([Decision(row, None, row.answer, row.period)])


def ended(bookings: Sequence[Booking], by: Agent | None, **_: object) -> None:
    """A room given back for want of anybody is no news for a calendar: the time has come."""
    gone = [booking for booking in bookings if booking.state != Booking.State.FREED]
    for row, theirs in _by_invitation(gone):
        if not held_of(row).exists():
            row.answer = Answer.DECLINED
            row.save(update_fields=["answer"])
        answers.ended(row, theirs, by=str(by or ""), reason=theirs[0].cancel_reason)


def organiser_by_mail(booking: Booking) -> Agent | None:
    """Return the agent from whose calendar it was booked, and still is; None for what was booked on the site."""
    return next((row.agent for row, _ in _by_invitation([booking])), None)


def _by_invitation(bookings: Iterable[Booking]) -> list[tuple[RoomInvitation, list[Booking]]]:
    """Group bookings by invitation, a date's own first; nothing while a mail is what changes them.

    The nearest invitation of a series counts: « this and the following » has its own. Bookings given to another
    organiser are in nobody's calendar.
    """
    found = {booking.pk: booking for booking in bookings}
    if not found or IS_BY_MAIL.get():
        return []
    above = {
        pk: parts(pk, "continued_by__in") for pk in {booking.series_id for booking in found.values()} if pk
    }
    rows = RoomInvitation.objects.exclude(answer=Answer.CANCELLED).select_related("room__site", "agent")
    families = {pk for family in above.values() for pk in family}
    known = list(rows.filter(Q(booking__in=found) | Q(series__in=families)).order_by("replaces"))
    groups: dict[int, tuple[RoomInvitation, list[Booking]]] = {}
    for booking in found.values():
        mine = [row for row in known if row.booking_id == booking.pk]
        mine += [row for pk in above.get(booking.series_id or 0, []) for row in known if row.series_id == pk]
        if mine and mine[0].agent_id in (booking.organiser_id, booking.booked_by_id):
            groups.setdefault(mine[0].pk, (mine[0], []))[1].append(booking)
    return list(groups.values())
