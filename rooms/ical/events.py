"""One VEVENT: what a calendar reads of a booking, or of a series as one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse

from core.ui import content_lines


class Person(NamedTuple):
    name: str
    email: str


class Seen(NamedTuple):
    """What a reader may know of a booking but its times; equal for all the dates of a series that say the same."""

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
        """As an invitation for one person, written at `stamp`."""
        return replace(
            self,
            attendee=person,
            seen=self.seen._replace(organiser=organiser),
            sequence=max(self.sequence, sequence),
            stamp=stamp,
        )

    def cancelled(self) -> Event:
        return replace(self, seen=self.seen._replace(status="CANCELLED"), rule="", excluded=())

    def lines(self) -> str:
        return "".join(map(content_lines.fold, self._lines()))

    def _lines(self) -> Iterator[str]:
        seen = self.seen
        yield "BEGIN:VEVENT"
        yield f"UID:{self.uid}"
        yield f"DTSTAMP:{content_lines.utc(self.stamp)}"
        yield f"LAST-MODIFIED:{content_lines.utc(self.stamp)}"
        yield f"SEQUENCE:{self.sequence}"
        if self.replaces:
            yield content_lines.on_the_clock("RECURRENCE-ID", self.replaces)
        if content_lines.is_sure(self.starts) and content_lines.is_sure(self.ends):
            yield content_lines.on_the_clock("DTSTART", self.starts)
            yield content_lines.on_the_clock("DTEND", self.ends)
        else:
            yield f"DTSTART:{content_lines.utc(self.starts)}"
            yield f"DTEND:{content_lines.utc(self.ends)}"
        if self.rule:
            yield f"RRULE:{self.rule}"
        for moment in self.excluded:
            yield content_lines.on_the_clock("EXDATE", moment)
        yield f"SUMMARY:{content_lines.text(seen.summary)}"
        yield f"LOCATION:{content_lines.text(seen.location)}"
        if seen.description:
            yield f"DESCRIPTION:{content_lines.text(seen.description)}"
        yield f"STATUS:{seen.status}"
        yield f"CLASS:{'PUBLIC' if seen.is_open else 'PRIVATE'}"
        yield f"TRANSP:{'OPAQUE' if seen.is_busy else 'TRANSPARENT'}"
        if seen.has_page and self.page:
            yield f"URL:{settings.SITE_URL}{reverse('rooms:booking_detail', args=[self.page])}"
        yield from self._people()
        yield "END:VEVENT"

    def _people(self) -> Iterator[str]:
        if organiser := self.seen.organiser:
            yield f"ORGANIZER;CN={content_lines.parameter(organiser.name)}:mailto:{organiser.email}"
        if person := self.attendee:
            yield (
                f"ATTENDEE;CN={content_lines.parameter(person.name)};ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;"
                f"RSVP=TRUE:mailto:{person.email}"
            )
