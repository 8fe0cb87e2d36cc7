"""One VEVENT: what a calendar reads of a booking, or of a series as one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

import icalendar
from django.conf import settings
from django.urls import reverse

from core.ui import calendars


class Person(NamedTuple):
    name: str
    email: str


class Seen(NamedTuple):
    """All that a reader may know of a booking but its times; equal for all the dates of a series that say the same."""

    summary: str
    location: str
    status: str = "CONFIRMED"
    description: str = ""
    is_open: bool = True
    is_busy: bool = True
    organiser: Person | None = None
    has_page: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """`rule` and `excluded` (starts of dates without a booking) are a series'; `replaces` is a changed date's.

    `page` is the booking that one may read on the site; `attendee` is the one person to whom it is sent.
    """

    uid: str
    seen: Seen
    starts: datetime
    ends: datetime
    sequence: int
    stamp: datetime
    rule: str = ""
    excluded: tuple[datetime, ...] = ()
    replaces: datetime | None = None
    page: str = ""
    attendee: Person | None = None

    def sent_to(self, person: Person, *, organiser: Person, sequence: int, stamp: datetime) -> Event:
        """Return the event as an invitation for one person, written at `stamp`."""
        return replace(
            self,
            attendee=person,
            seen=self.seen._replace(organiser=organiser),
            sequence=max(self.sequence, sequence),
            stamp=stamp,
        )

    def cancelled(self) -> Event:
        return replace(self, seen=self.seen._replace(status="CANCELLED"), rule="", excluded=())

    def component(self) -> icalendar.Event:
        seen = self.seen
        is_sure = calendars.is_sure(self.starts) and calendars.is_sure(self.ends)
        clock = calendars.on_the_clock if is_sure else calendars.universal
        event = calendars.new_event(
            self.uid,
            stamp=self.stamp,
            sequence=self.sequence,
            dtstart=clock(self.starts),
            dtend=clock(self.ends),
            recurrence_id=calendars.on_the_clock(self.replaces) if self.replaces else None,
            rrule=icalendar.vRecur.from_ical(self.rule) if self.rule else None,
            summary=seen.summary,
            location=seen.location,
            description=seen.description,
            status=seen.status,
            class_="PUBLIC" if seen.is_open else "PRIVATE",
            transp="OPAQUE" if seen.is_busy else "TRANSPARENT",
            url=f"{settings.SITE_URL}{reverse('rooms:booking_detail', args=[self.page])}"
            if seen.has_page and self.page
            else "",
        )
        for moment in self.excluded:
            event.add("exdate", calendars.on_the_clock(moment))
        if organiser := seen.organiser:
            event.add("organizer", calendars.person(*organiser))
        if person := self.attendee:
            asked = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
            event.add("attendee", calendars.person(*person, **asked))
        return event
