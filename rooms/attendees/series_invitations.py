"""What a series is now, sent to everyone invited to it."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from core.ui.locks import lock_row
from rooms.attendees import invitations
from rooms.attendees.invitations import Meeting
from rooms.models import Attendee, Booking, Series


def notify_series(series_id: int) -> None:
    """Of all the dates as one. A series that continues another has that one's attendees."""
    with transaction.atomic():
        series = lock_row(Series, series_id)
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


def _say_series_ended(series: Series, attendees: list[Attendee]) -> None:
    """Its last date that stood says what ends; calendars know it by its UID alone."""
    last = series.occurrences.ended().for_list().order_by("-period").first()
    known = [one for one in attendees if one.told_sequence is not None]
    if last is None or not known:
        return
    meeting = invitations.of_date(last)
    whole = Meeting([replace(event, replaces=None) for event in meeting.events], last, meeting.words)
    invitations.say_ended(known, whole)
