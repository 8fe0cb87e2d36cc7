"""Invitations, their changes and their ends (RFC 5546): a calendar for each person, its words beside it.

The SEQUENCE that a person was last sent is kept with them, and each letter has a greater one: what their calendar
holds is never newer than what arrives.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from core.french import spaced
from core.mail.outbound import actions as mail
from core.mail.outbound.messages import OutboundMessage
from core.mail.outbound.threading import signature_of
from core.mail.registry import detail_of, with_detail
from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.web.locks import lock_row, locked
from core.web.mails import render_mail, render_text
from rooms import ical, links, periods
from rooms.bookings.notifications import MINE
from rooms.ical import BookingRow, Event, Person
from rooms.models import Attendee, Booking, Series
from rooms.periods import when

# Mails of one transaction: a worker that stops in the middle repeats none.
AT_ONCE = 100
# Not offered: an invitation that waits for a digest comes too late, and its calendar would be lost.
INVITED = NotificationKind("rooms.invited", "On m’invite à une réunion", group=MINE, is_offered=False)
MOVED = NotificationKind(
    "rooms.invitation_changed", "Une réunion où je suis attendu change", group=MINE, is_offered=False
)
OFF = NotificationKind(
    "rooms.invitation_ended", "Une réunion où j’étais attendu n’a plus lieu", group=MINE, is_offered=False
)
SAID = NotificationKind(
    "rooms.guest_said", "Un invité répond de son agenda autrement que par oui ou par non", group=MINE
)
REMINDED = NotificationKind(
    "rooms.reminded", "La veille d’une réservation, quand j’ai demandé qu’on me le rappelle", group=MINE
)


# Each hour from the morning on (universal time), for a morning when the worker rested.
@app.periodic(cron="52 4-19 * * *")
@app.task(name="rooms.remind", queue="people", queueing_lock="rooms.remind")
def remind(timestamp: int) -> None:
    """The bookings of tomorrow, to those who asked to be reminded."""
    remind_all()


def remind_all() -> int:
    """Remind of tomorrow's bookings once each, except those booked today; return their number."""
    today = timezone.localdate()
    wanted = Booking.objects.confirmed().filter(
        wants_reminder=True,
        reminded_at=None,
        created_at__lt=periods.midnight(today),
        period__startswith__gte=periods.midnight(today + timedelta(days=1)),
        period__startswith__lt=periods.midnight(today + timedelta(days=2)),
    )
    reminded = 0
    while True:
        with transaction.atomic():
            free = locked(wanted.for_list().order_by("period", "pk"), skip_locked=True)
            bookings = list(free[:AT_ONCE])
            Booking.objects.filter(pk__in=[booking.pk for booking in bookings]).update(
                reminded_at=timezone.now()
            )
            for booking in bookings:
                # Without its title: a private one must not travel by mail.
                words = render_mail("rooms/mails/day_before.txt", booking=booking, at=when(booking.period))
                notify(REMINDED, [booking.organiser], **words, about=booking)
        reminded += len(bookings)
        if len(bookings) < AT_ONCE:
            return reminded


REQUEST, CANCEL = "REQUEST", "CANCEL"
# « salles+vient-12-abcdefgh@… »: what a calendar outside answers to, secret as it is sent to one person alone.
COMES, SALT = "vient-", "rooms.attendees.comes"
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
        """Return words for the subject, which those who run the mail also read."""
        return f"réunion {when(self.booking.period)}" if self.booking.is_private else self.title

    @property
    def organiser(self) -> Agent:
        return self.booking.organiser

    @property
    def sequence(self) -> int:
        return max(event.sequence for event in self.events)


def of_booking(booking: Booking) -> Meeting:
    """Return it by itself, one of a series included: a guest of it alone keeps it when it leaves its series."""
    [row] = ical.read_rows_now(Booking.objects.filter(pk=booking.pk))
    return Meeting([ical.single(row, ical.whole(row))], booking, _when(booking))


def of_date(booking: Booking) -> Meeting:
    """One date of a series, for those invited to all of it."""
    [row] = ical.read_rows_now(Booking.objects.filter(pk=booking.pk))
    return Meeting([ical.changed_date(row, ical.whole(row))], booking, _when(booking))


def of_series(series: Series) -> list[Meeting]:
    """All its dates that are held, as one; those that the clocks bend each by themselves. Empty: none is left."""
    found = ical.read_rows_now(Booking.objects.holding().filter(series=series))
    if not found:
        return []
    bookings = Booking.objects.for_list().in_bulk([row.pk for row in found])
    by_uid: dict[str, list[Event]] = {}
    for event in ical.events(found, ical.whole):
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
    """Write to someone who is no longer expected, where the meeting still is."""
    _write([attendee], meeting, OFF, CANCEL, "rooms/mails/invitation_withdrawn.txt")


def _write(
    attendees: Sequence[Attendee], meeting: Meeting, kind: NotificationKind, method: str, template: str
) -> None:
    if not attendees:
        return
    sent = [attendee.sent_sequence for attendee in attendees if attendee.sent_sequence is not None]
    sequence = max(meeting.sequence, *(number + 1 for number in sent)) if sent else meeting.sequence
    said = render_mail(template, meeting=meeting, is_cancelled=method == CANCEL)
    calendars = {one: _calendar(meeting, one, sequence, method) for one in attendees if email_of(one)}
    reply_to = meeting.organiser.email or ""
    notify(
        kind,
        [attendee.agent for attendee in attendees if attendee.agent],
        **said,
        about=meeting.booking,
        url=reverse("rooms:day") if method == CANCEL else "",
        calendars={one.agent_id: text for one, text in calendars.items() if one.agent_id},
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
                calendar=calendars[attendee],
            )
            for attendee in attendees
            if attendee.email
        ),
    )
    Attendee.objects.filter(pk__in=[attendee.pk for attendee in attendees]).update(sent_sequence=sequence)


def _calendar(meeting: Meeting, attendee: Attendee, sequence: int, method: str) -> str:
    # One person a letter: addresses of people outside are nobody else's to read.
    person = Person(str(attendee), email_of(attendee))
    organiser = Person(str(meeting.organiser), _answered_at(meeting.organiser, attendee))
    events = (
        event.sent_to(person, organiser=organiser, sequence=sequence, stamp=timezone.now())
        for event in meeting.events
    )
    if method == CANCEL:
        events = (event.cancelled() for event in events if not event.replaces or len(meeting.events) == 1)
    return "".join(ical.calendar(events, method=method))


def email_of(attendee: Attendee) -> str:
    return attendee.email or (attendee.agent.email if attendee.agent else "") or ""


def _answered_at(organiser: Agent, attendee: Attendee) -> str:
    """Return where this guest's calendar answers: the rooms' mailbox, under a key for somebody outside.

    Without a mailbox, it is the organiser's own address, or the intranet's for an organiser who has none.
    """
    mailbox = links.mailbox()
    if mailbox and attendee.email:
        key = str(attendee.pk)
        return with_detail(mailbox, f"{COMES}{key}-{signature_of(key, salt=SALT)}")
    return mailbox or organiser.email or settings.MAIL_FROM


def attendee_at(address: str) -> Attendee | None:
    """Return the guest from outside to whom this address was given; None once they are not expected any more."""
    key, _, given = detail_of(address.lower()).removeprefix(COMES).partition("-")
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    signatures = [signature_of(key, salt=SALT, key=secret) for secret in secrets]
    if not any(constant_time_compare(signature, given) for signature in signatures):
        return None
    return Attendee.objects.standing().exclude(email="").filter(pk=int(key)).first()


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


# A database away for a while must not leave guests uninformed: an hour of tries.
@app.task(name="rooms.tell_series", queue="people", retry=RetryStrategy(max_attempts=12, wait=300))
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


def notify_series_later(series_id: int) -> None:
    """Once, however many actions ask for it before the worker comes."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        notify_series.configure(queueing_lock=f"rooms.tell_series:{series_id}").defer(series_id=series_id)


def _write_series_ended(series: Series, attendees: list[Attendee]) -> None:
    """Its last date that stood says what ends; calendars know it by its UID alone."""
    last = series.occurrences.ended().for_list().order_by("-period").first()
    known = [one for one in attendees if one.sent_sequence is not None]
    if last is None or not known:
        return
    meeting = of_date(last)
    whole = Meeting([replace(event, replaces=None) for event in meeting.events], last, meeting.words)
    write_ended(known, whole)
