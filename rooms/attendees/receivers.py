"""Invitations follow what becomes of bookings, in the transaction of the action.

One booking, or one date of a series, is sent at once. Several dates of a series change in several writes of one action,
or in several actions in turn: a job, which exists if and only if the action does, tells the series as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils import timezone

from rooms.attendees import invitations
from rooms.attendees.invitations import notify_series_later
from rooms.bookings.events import Previous
from rooms.models import Attendee, Booking, Series


def booked(bookings: Sequence[Booking], **_: object) -> None:
    """New dates of a series to which people are invited."""
    _series_later(booking.series_id for booking in bookings)


def changed(bookings: Sequence[Booking], before: Sequence[Previous], **_: object) -> None:
    [booking], [previous] = bookings, before
    was = (previous.room, previous.period.lower)
    if booking.period.lower <= timezone.now() and was == (booking.room, booking.period.lower):
        # A meeting that ends sooner or later than was said: those who are there see it.
        return
    attendees = _of([booking])
    own = [one for one in attendees if one.booking_id]
    if previous.period != booking.period:
        # Who said that they come said it of another time.
        _forget_answers(own)
    if own:
        _notify(booking, own)
    if whole := [one for one in attendees if one.series_id and one.sent_sequence is not None]:
        invitations.write_changed(whole, invitations.of_date(booking))


def series_changed(bookings: Sequence[Booking], before: Sequence[Previous] = (), **_: object) -> None:
    moved = [one for one, was in zip(bookings, before, strict=False) if one.period != was.period]
    to_come = Booking.objects.to_come().filter(series__in={booking.series_id for booking in moved})
    # Who said that they come to all of it did not speak of the one date that moves.
    spared = set(to_come.exclude(pk__in=[one.pk for one in moved]).values_list("series", flat=True))
    _forget_answers([one for one in _of(moved) if one.series_id not in spared])
    accepted(bookings)


def series_given(series: Series, **_: object) -> None:
    accepted(list(series.occurrences.to_come().for_list()))


def accepted(bookings: Sequence[Booking], **_: object) -> None:
    """Invite those who waited for the answer; notify the others that the booking is confirmed."""
    by_pk = {booking.pk: booking for booking in bookings}
    own = Attendee.objects.standing().filter(booking__in=list(by_pk))
    for pk, people in _grouped(own.select_related("agent")).items():
        _notify(by_pk[pk], people)
    _series_later(booking.series_id for booking in bookings)


def ended(bookings: Sequence[Booking], **_: object) -> None:
    """A room given back for want of anybody is notified to its organiser alone: the time has come, and nobody did."""
    gone = {booking.pk: booking for booking in bookings if booking.state != Booking.State.FREED}
    attendees = _of([*gone.values()])
    known = [one for one in attendees if one.sent_sequence is not None]
    for pk, people in _grouped(one for one in known if one.booking_id).items():
        invitations.write_ended(people, invitations.of_booking(gone[pk]))
    dates = Counter(booking.series_id for booking in gone.values() if booking.series_id)
    for booking in gone.values():
        people = [one for one in known if one.series_id == (booking.series_id or 0)]
        if people and dates[booking.series_id or 0] == 1:
            invitations.write_ended(people, invitations.of_date(booking))
    if attendees:
        _series_later(pk for pk, count in dates.items() if count > 1)


def _series_later(series: Iterable[int | None]) -> None:
    """These where anybody is invited, and those that they have just cut; one statement where nobody is."""
    ids = [pk for pk in series if pk]
    if not ids:
        return
    # Later on, what becomes of the second part does not concern the first.
    new = Series.objects.filter(pk__in=ids, attendees=None)
    invited = Attendee.objects.standing().filter(Q(series__in=ids) | Q(series__continued_by__in=new))
    concerned = set(invited.values_list("series", flat=True))
    if concerned:
        heirs = Series.objects.filter(pk__in=ids).filter(Q(pk__in=concerned) | Q(continues__in=concerned))
        concerned |= set(heirs.values_list("pk", flat=True))
    for pk in sorted(pk for pk in concerned if pk):
        notify_series_later(pk)


def _notify(booking: Booking, people: Sequence[Attendee]) -> None:
    """Invite those of it alone; the ones who await an answer are invited once none is awaited."""
    meeting = invitations.of_booking(booking)
    invitations.write_changed([one for one in people if one.sent_sequence is not None], meeting)
    if booking.state == Booking.State.CONFIRMED:
        invitations.invite([one for one in people if one.sent_sequence is None], meeting)


def _forget_answers(attendees: Sequence[Attendee]) -> None:
    if answered := [one.pk for one in attendees if one.answer]:
        Attendee.objects.filter(pk__in=answered).update(answer="", answered_at=None)


def _of(bookings: Sequence[Booking]) -> list[Attendee]:
    series = {booking.series_id for booking in bookings if booking.series_id}
    found = Attendee.objects.standing().filter(
        Q(booking__in=[booking.pk for booking in bookings]) | Q(series__in=series)
    )
    return list(found.select_related("agent")) if bookings else []


def _grouped(attendees: Iterable[Attendee]) -> dict[int, list[Attendee]]:
    groups: dict[int, list[Attendee]] = {}
    for attendee in attendees:
        groups.setdefault(attendee.booking_id or 0, []).append(attendee)
    return groups
