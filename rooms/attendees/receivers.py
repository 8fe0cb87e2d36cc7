"""Invitations follow what becomes of bookings; `rooms.bookings.side_effects` calls these in the action's transaction.

One booking, or one date of a series, is told at once. Several dates of a series change in several writes of one action,
or in several actions in turn: a job, which exists if and only if the action does, tells the series as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils import timezone
from procrastinate.exceptions import AlreadyEnqueued

from rooms.attendees import invitations
from rooms.attendees.invitations import Meeting
from rooms.models import Attendee, Booking, Room, Series


def booked(bookings: Sequence[Booking]) -> None:
    """New dates of a series to which people are invited."""
    _series_later({booking.series_id for booking in bookings if booking.series_id})


def changed(booking: Booking, *, before: tuple[Room, DateTimeTZRange]) -> None:
    was = (before[0], before[1].lower)
    if booking.period.lower <= timezone.now() and was == (booking.room, booking.period.lower):
        # A meeting that ends sooner or later than was said: those who are there see it.
        return
    attendees = _of([booking])
    own, whole = _told(attendees)
    if own:
        invitations.say_changed(own, invitations.of_booking(booking))
    waiting = [one for one in attendees if one.booking_id and one.told_sequence is None]
    if waiting and booking.state == Booking.State.CONFIRMED:
        # A request that went where nobody need agree.
        invitations.invite(waiting, invitations.of_booking(booking))
    if whole:
        invitations.say_changed(whole, invitations.of_date(booking))


def series_changed(bookings: Sequence[Booking]) -> None:
    _each_alone(bookings)
    _series_later({booking.series_id for booking in bookings if booking.series_id})


def series_given(series: Series) -> None:
    _each_alone(
        Booking.objects.holding().filter(series=series, period__endswith__gt=timezone.now()).for_list()
    )
    _series_later({series.pk})


def accepted(bookings: Sequence[Booking]) -> None:
    """Those who waited for the answer are invited; those who knew learn that it is sure."""
    _each_alone(bookings)
    _series_later({booking.series_id for booking in bookings if booking.series_id})


def ended(bookings: Sequence[Booking]) -> None:
    """A room given back for want of anybody is told to its organiser alone: the time has come, and nobody did."""
    gone = [booking for booking in bookings if booking.state != Booking.State.FREED]
    attendees = _of(gone)
    if not attendees:
        return
    own, whole = _told(attendees)
    by_booking = {booking.pk: booking for booking in gone}
    for pk, people in _grouped(own).items():
        invitations.say_ended(people, invitations.of_booking(by_booking[pk]))
    dates = Counter(booking.series_id for booking in gone if booking.series_id)
    for booking in gone:
        if booking.series_id and dates[booking.series_id] == 1:
            people = [one for one in whole if one.series_id == booking.series_id]
            if people:
                invitations.say_ended(people, invitations.of_date(booking))
    _series_later({pk for pk, count in dates.items() if count > 1 and pk})


def tell_series(series_id: int) -> None:
    """The worker's: what the series is now, to all its guests; one that continues another has that one's."""
    with transaction.atomic():
        series = Series.objects.select_for_update(no_key=True, of=("self",)).get(pk=series_id)
        if series.continues_id and not Attendee.objects.filter(series=series).exists():
            earlier = Attendee.objects.standing().filter(series=series.continues_id)
            Attendee.objects.bulk_create(
                Attendee(series=series, agent_id=one.agent_id, email=one.email) for one in earlier
            )
        attendees = list(Attendee.objects.standing().filter(series=series).select_related("agent"))
        if not attendees:
            return
        meetings = invitations.of_series(series)
        if not meetings:
            _say_series_ended(series, attendees)
        # A request may still be declined: nobody is invited before one of its dates is sure.
        is_sure = series.occurrences.filter(state=Booking.State.CONFIRMED).exists()
        for meeting in meetings:
            known = [one for one in attendees if one.told_sequence is not None]
            invitations.say_changed(known, meeting)
            if is_sure:
                invitations.invite([one for one in attendees if one.told_sequence is None], meeting)


def tell_series_later(series_id: int) -> None:
    """Once, however many actions ask for it before the worker comes."""
    from rooms.tasks import tell_series as task

    with suppress(AlreadyEnqueued), transaction.atomic():
        task.configure(queueing_lock=f"rooms.tell_series:{series_id}").defer(series_id=series_id)


def _series_later(series: Iterable[int | None]) -> None:
    """These where anybody is invited, and those that they have just cut; one statement where nobody is."""
    ids = [pk for pk in series if pk]
    if not ids:
        return
    # Later on, what becomes of the second part is no news of the first.
    new = Series.objects.filter(pk__in=ids, attendees=None)
    invited = Attendee.objects.standing().filter(Q(series__in=ids) | Q(series__continued_by__in=new))
    concerned = set(invited.values_list("series", flat=True))
    if concerned:
        heirs = Series.objects.filter(pk__in=ids).filter(Q(pk__in=concerned) | Q(continues__in=concerned))
        concerned |= set(heirs.values_list("pk", flat=True))
    for pk in sorted(pk for pk in concerned if pk):
        tell_series_later(pk)


def _each_alone(bookings: Iterable[Booking]) -> None:
    """Those invited to one of these only; who waited for an answer is invited once none is awaited."""
    by_pk = {booking.pk: booking for booking in bookings}
    own = Attendee.objects.standing().filter(booking__in=list(by_pk))
    for pk, people in _grouped(list(own.select_related("agent"))).items():
        meeting = invitations.of_booking(by_pk[pk])
        invitations.say_changed([one for one in people if one.told_sequence is not None], meeting)
        if by_pk[pk].state == Booking.State.CONFIRMED:
            invitations.invite([one for one in people if one.told_sequence is None], meeting)


def _of(bookings: Sequence[Booking]) -> list[Attendee]:
    series = {booking.series_id for booking in bookings if booking.series_id}
    found = Attendee.objects.standing().filter(
        Q(booking__in=[booking.pk for booking in bookings]) | Q(series__in=series)
    )
    return list(found.select_related("agent")) if bookings else []


def _told(attendees: Iterable[Attendee]) -> tuple[list[Attendee], list[Attendee]]:
    """Those who know already: of one booking, of a whole series."""
    told = [one for one in attendees if one.told_sequence is not None]
    return [one for one in told if one.booking_id], [one for one in told if one.series_id]


def _grouped(attendees: Iterable[Attendee]) -> dict[int, list[Attendee]]:
    groups: dict[int, list[Attendee]] = {}
    for attendee in attendees:
        groups.setdefault(attendee.booking_id or 0, []).append(attendee)
    return groups


def _say_series_ended(series: Series, attendees: list[Attendee]) -> None:
    """Its last date that stood says what ends; calendars know it by its UID alone."""
    last = series.occurrences.ended().for_list().order_by("-period").first()
    known = [one for one in attendees if one.told_sequence is not None]
    if last is None or not known:
        return
    meeting = invitations.of_date(last)
    whole = Meeting([replace(event, replaces=None) for event in meeting.events], last, meeting.words)
    invitations.say_ended(known, whole)
