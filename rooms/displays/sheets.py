"""Print a code for each door, and the caretaker's sheet of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from core import french
from core.french import spaced
from core.people.models import Agent
from rooms import periods, policies
from rooms.models import Booking, Room, ServiceRequest, Site
from rooms.querysets import RESERVED


def door_url(room: Room) -> str:
    """Return the absolute address in the door's code: phones read it outside the intranet."""
    return settings.SITE_URL + reverse("rooms:door", args=[room.slug])


@dataclass(frozen=True, slots=True)
class Opening:
    """A room to open, set up, clean and close around one booking; what one may not read says « Réservé »."""

    room: Room
    # For what everybody who opens the door may read of it: how many come, and whether it is sure.
    booking: Booking
    is_readable: bool
    opens_at: datetime
    opens: str
    starts: str
    ends: str
    closes_at: datetime
    closes: str
    title: str
    notes: list[str]


@dataclass(frozen=True, slots=True)
class CaretakerSheet:
    """A site's day, in the order in which doors open."""

    site: Site
    day: date
    openings: list[Opening]

    @property
    def first(self) -> Opening | None:
        return self.openings[0] if self.openings else None

    @property
    def last(self) -> Opening | None:
        return max(self.openings, key=lambda opening: opening.closes_at, default=None)


def caretaker_sheet(site: Site, day: date, *, reader: Agent) -> CaretakerSheet:
    """Titles, organisers and notes that the reader may read; as many statements for one booking as for a hundred."""
    notes = ServiceRequest.objects.filter(withdrawn_at=None).select_related("desk").order_by("pk")
    bookings = list(
        Booking.objects.holding()
        .filter(period__overlap=periods.whole_day(day))
        .in_rooms(site.rooms.all())
        .select_related("room", "organiser", "layout")
        .prefetch_related("other_rooms", Prefetch("service_requests", notes))
    )
    readable = policies.readable_among(reader, bookings)
    openings = [
        _opening(booking, room, day, is_readable=booking.pk in readable)
        for booking in bookings
        for room in (booking.room, *booking.other_rooms.all())
        if room.site_id == site.pk
    ]
    openings.sort(key=lambda opening: (opening.opens_at, french.plain(opening.room.name)))
    return CaretakerSheet(site, day, openings)


def _opening(booking: Booking, room: Room, day: date, *, is_readable: bool) -> Opening:
    start, end = timezone.localtime(booking.period.lower), timezone.localtime(booking.period.upper)
    opens_at = start - timedelta(minutes=room.buffer_before)
    closes_at = end + timedelta(minutes=room.buffer_after)
    return Opening(
        room,
        booking,
        is_readable,
        opens_at=opens_at,
        opens=_clock_on(opens_at, day),
        starts=_clock_on(start, day),
        ends=_clock_on(end, day),
        closes_at=closes_at,
        closes=_clock_on(closes_at, day),
        title=booking.title if is_readable else RESERVED,
        notes=_notes(booking, is_readable=is_readable),
    )


def _notes(booking: Booking, *, is_readable: bool) -> list[str]:
    """Return the services' notes: which one comes is needed to open the door; what it brings may reveal the meeting."""
    return [
        spaced(f"{asked.desk} : {asked.note}") if is_readable else f"{asked.desk} est attendu"
        for asked in booking.service_requests.all()
    ]


def _clock_on(moment: datetime, day: date) -> str:
    """« 14 h », « minuit », or the day when it is another."""
    if moment.date() == day:
        return french.clock(moment)
    if moment == periods.midnight(day + timedelta(days=1)):
        return "minuit"
    return f"{french.short_date(moment)}, {french.clock(moment)}"
