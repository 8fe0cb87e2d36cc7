"""Invitations, their changes and their ends (RFC 5546): a calendar for each person, its words beside it.

The SEQUENCE that a person was last sent is kept with them, and each letter has a greater one: what their calendar
holds is never newer than what arrives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core.mail.outbound import actions as mail
from core.mail.outbound.messages import OutboundMessage
from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.ui.french import spaced
from core.ui.locks import lock_row
from core.ui.mails import render_mail, render_text
from rooms.attendees.notifications import INVITED, MOVED, OFF
from rooms.ical import booking_rows, visibility, writing
from rooms.ical.booking_rows import BookingRow
from rooms.ical.events import Event, Person
from rooms.models import Attendee, Booking, Series
from rooms.periods import when

REQUEST, CANCEL = "REQUEST", "CANCEL"
# Dates that a letter names one by one.
NAMED = 8


@dataclass(frozen=True)
class Meeting:
    """Events of one UID, and the booking that stands for them on the site."""

    events: Sequence[Event]
    booking: Booking
    words: str

    @property
    def title(self) -> str:
        return self.booking.title

    @property
    def subject(self) -> str:
        """For the subject, which those who run the mail also read."""
        return f"réunion {when(self.booking.period)}" if self.booking.is_private else self.title

    @property
    def organiser(self) -> Agent:
        return self.booking.organiser

    @property
    def sequence(self) -> int:
        return max(event.sequence for event in self.events)


def of_booking(booking: Booking) -> Meeting:
    """By itself, one of a series included: someone invited to it alone keeps it when it leaves its series."""
    [row] = booking_rows.read_rows_now(Booking.objects.filter(pk=booking.pk))
    return Meeting([writing.single(row, visibility.whole(row))], booking, _when(booking))


def of_date(booking: Booking) -> Meeting:
    """One date of a series, for those invited to all of it."""
    [row] = booking_rows.read_rows_now(Booking.objects.filter(pk=booking.pk))
    return Meeting([writing.changed_date(row, visibility.whole(row))], booking, _when(booking))


def of_series(series: Series) -> list[Meeting]:
    """All its dates that are held, as one; those that the clocks bend each by themselves. Empty: none is left."""
    found = booking_rows.read_rows_now(Booking.objects.holding().filter(series=series))
    if not found:
        return []
    bookings = Booking.objects.for_list().in_bulk([row.pk for row in found])
    by_uid: dict[str, list[Event]] = {}
    for event in writing.events(found, visibility.whole):
        by_uid.setdefault(event.uid, []).append(event)
    pages = {row.reference: bookings[row.pk] for row in found}
    to_come = next((row for row in found if row.ends > timezone.now()), found[-1])
    return [
        Meeting(
            events,
            bookings[to_come.pk] if events[0].rule else pages[events[0].page],
            _dates(series, found) if events[0].rule else _when(pages[events[0].page]),
        )
        for events in by_uid.values()
    ]


def invite(attendees: Sequence[Attendee], meeting: Meeting) -> None:
    _write(attendees, meeting, INVITED, REQUEST, "rooms/mails/invited.txt")


def write_changed(attendees: Sequence[Attendee], meeting: Meeting) -> None:
    _write(attendees, meeting, MOVED, REQUEST, "rooms/mails/invitation_changed.txt")


def write_ended(attendees: Sequence[Attendee], meeting: Meeting) -> None:
    _write(attendees, meeting, OFF, CANCEL, "rooms/mails/invitation_ended.txt")


def write_withdrawn(attendee: Attendee, meeting: Meeting) -> None:
    """To someone who is no longer expected, where the meeting still is."""
    _write([attendee], meeting, OFF, CANCEL, "rooms/mails/invitation_withdrawn.txt")


def _write(
    attendees: Sequence[Attendee], meeting: Meeting, kind: NotificationKind, method: str, template: str
) -> None:
    if not attendees:
        return
    sent = [attendee.sent_sequence for attendee in attendees if attendee.sent_sequence is not None]
    sequence = max(meeting.sequence, *(number + 1 for number in sent)) if sent else meeting.sequence
    organiser = _person(meeting.organiser)
    said = render_mail(template, meeting=meeting, is_cancelled=method == CANCEL)
    calendars = {
        attendee.pk: _calendar(meeting, attendee, organiser, sequence, method)
        for attendee in attendees
        if email_of(attendee)
    }
    reply_to = meeting.organiser.email or ""
    notify(
        kind,
        [attendee.agent for attendee in attendees if attendee.agent],
        **said,
        about=meeting.booking,
        url=reverse("rooms:day") if method == CANCEL else "",
        calendars={
            attendee.agent_id: calendars[attendee.pk]
            for attendee in attendees
            if attendee.agent_id and attendee.pk in calendars
        },
        reply_to=reply_to,
    )
    mail.write(
        kind.code,
        (
            OutboundMessage(
                None,
                said["title"],
                f"Bonjour,\n\n{said['text']}",
                address=attendee.email,
                about=meeting.booking,
                headers={"Reply-To": reply_to} if reply_to else {},
                calendar=calendars[attendee.pk],
            )
            for attendee in attendees
            if attendee.email
        ),
    )
    Attendee.objects.filter(pk__in=[attendee.pk for attendee in attendees]).update(sent_sequence=sequence)


def _calendar(meeting: Meeting, attendee: Attendee, organiser: Person, sequence: int, method: str) -> str:
    # One person a letter: addresses of people outside are nobody else's to read.
    person = Person(str(attendee), email_of(attendee))
    events = (
        event.sent_to(person, organiser=organiser, sequence=sequence, stamp=timezone.now())
        for event in meeting.events
    )
    if method == CANCEL:
        events = (event.cancelled() for event in events if not event.replaces or len(meeting.events) == 1)
    return "".join(writing.calendar(events, method=method))


def email_of(attendee: Attendee) -> str:
    return attendee.email or (attendee.agent.email if attendee.agent else "") or ""


def _person(organiser: Agent) -> Person:
    """Their own address, where their guests' calendars answer; the intranet's for who has none."""
    return Person(str(organiser), organiser.email or settings.MAIL_FROM)


def _when(booking: Booking) -> str:
    return spaced(f"Quand : {when(booking.period)}.")


def _dates(series: Series, found: list[BookingRow]) -> str:
    """« 12 dates : », then the first of those to come; of one that is cut before them, that they come apart."""
    coming = [row for row in found if row.ends > timezone.now()]
    return render_text(
        "rooms/mails/_dates.txt",
        count=len(coming),
        shown=Booking.objects.filter(pk__in=[row.pk for row in coming[:NAMED]]).order_by("period"),
        left_out=len(coming[NAMED:]),
        is_continued=not coming and series.continued_by.exists(),
    )


def notify_series(series_id: int) -> None:
    """Notify of all the dates as one. A series that continues another has that one's attendees."""
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
        meetings = of_series(series)
        if not meetings:
            _write_series_ended(series, attendees)
        # A request may still be declined: nobody is invited before one of its dates is sure.
        is_sure = series.occurrences.filter(state=Booking.State.CONFIRMED).exists()
        for meeting in meetings:
            known = [one for one in attendees if one.sent_sequence is not None]
            write_changed(known, meeting)
            if is_sure:
                invite([one for one in attendees if one.sent_sequence is None], meeting)


def _write_series_ended(series: Series, attendees: list[Attendee]) -> None:
    """Its last date that stood says what ends; calendars know it by its UID alone."""
    last = series.occurrences.ended().for_list().order_by("-period").first()
    known = [one for one in attendees if one.sent_sequence is not None]
    if last is None or not known:
        return
    meeting = of_date(last)
    whole = Meeting([replace(event, replaces=None) for event in meeting.events], last, meeting.words)
    write_ended(known, whole)
