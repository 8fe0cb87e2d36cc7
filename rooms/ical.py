"""Bookings as calendars read them (RFC 5545), for feeds and invitations; `core.web.calendars` writes them.

Rows are read from the database, seen as one reader may know them, and made events: each series is one event with the
rule that gave its dates, without those that have no booking here (EXDATE), and beside it an event with RECURRENCE-ID
for each date that a reader must see otherwise: moved, another room, another title.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import chain, groupby, islice
from typing import Any, NamedTuple

import icalendar
from dateutil.rrule import rrulestr
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from core.french import NBSP, listed
from core.people.models import Agent
from core.people.ordering import alphabetical
from core.web import calendars
from core.web.calendars import uid
from rooms import periods
from rooms.models import Booking
from rooms.querysets import RESERVED, BookingQuerySet


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


CHUNK = 500


class BookingRow(NamedTuple):
    """The query reads all but `is_readable` under these very names; those after `sequence` are its annotations."""

    pk: int
    reference: str
    series: int | None
    series__reference: str | None
    series__rule: str | None
    series__first_date: date | None
    series__starts_at: int | None
    series__ends_at: int | None
    series__sequence: int | None
    series_date: date | None
    room__name: str
    room__site__name: str
    room__site__address: str
    title: str
    is_private: bool
    organiser__first_name: str
    organiser__last_name: str
    organiser__email: str | None
    state: str
    sequence: int
    other_names: list[str]
    starts: datetime
    ends: datetime
    changed_at: datetime
    # By the agent for whom the rows were read.
    is_readable: bool = True


def read_rows(bookings: BookingQuerySet, *, reader: Agent) -> Iterator[BookingRow]:
    """Single bookings by date, then each series in the order of its dates; memory does not grow with their number."""
    visible = Booking.objects.visible_to(reader).filter(pk=OuterRef("pk"))
    rows = _query(bookings).annotate(is_readable=Exists(visible))
    return map(BookingRow._make, rows.iterator(chunk_size=CHUNK))


def read_rows_now(bookings: BookingQuerySet) -> list[BookingRow]:
    """The same at once, within the transaction, for people who read them whole."""
    return [BookingRow(*row) for row in _query(bookings)]


def series_changed(bookings: BookingQuerySet) -> dict[int, datetime]:
    """By the id of each series of these, when any of its dates last changed: one that has left changes it too."""
    series = bookings.filter(series__isnull=False).values("series")
    changes = _history().filter(pgh_obj__series__in=series).order_by().values_list("pgh_obj__series")
    return dict(changes.annotate(last=Max("pgh_created_at")))


def _history() -> Any:
    return apps.get_model("rooms", "BookingEvent").objects


def _query(bookings: BookingQuerySet) -> Any:
    others = Booking.other_rooms.through.objects.filter(booking=OuterRef("pk"))
    changes = _history().filter(pgh_obj=OuterRef("pk")).order_by().values("pgh_obj")
    return (
        bookings.order_by(F("series").asc(nulls_first=True), "series_date", "period", "pk")
        .annotate(
            other_names=ArraySubquery(others.order_by(*alphabetical("room__name")).values("room__name")),
            starts=F("period__startswith"),
            ends=F("period__endswith"),
            changed_at=Coalesce(
                Subquery(changes.annotate(last=Max("pgh_created_at")).values("last")), F("created_at")
            ),
        )
        .values_list(*BookingRow._fields[:-1])
    )


Reader = Callable[[BookingRow], Seen]
TENTATIVE = (Booking.State.REQUESTED, Booking.State.HELD)


def as_seen(row: BookingRow, *, is_busy: bool = True) -> Seen:
    """Return what the reader of the rows may know of one; `is_busy`: their calendar shows it as their own time."""
    if row.is_readable:
        return whole(row, is_busy=is_busy)
    return Seen(RESERVED, place(row), _status(row), is_open=False, is_busy=is_busy)


def whole(row: BookingRow, *, is_busy: bool = True) -> Seen:
    """For those who may read it."""
    name = f"{row.organiser__first_name} {row.organiser__last_name}"
    description = f"Réservée par {name}."
    if row.state in TENTATIVE:
        description = f"Pas encore confirmée{NBSP}: la salle est seulement retenue.\n{description}"
    return Seen(
        row.title,
        place(row),
        _status(row),
        description,
        is_open=not row.is_private,
        is_busy=is_busy,
        organiser=Person(name, row.organiser__email) if row.organiser__email else None,
        has_page=True,
    )


def place(row: BookingRow) -> str:
    """« Remparts et Mistral, Hôtel de ville, 1, place des Mimosas »."""
    return f"{listed([row.room__name, *row.other_names])}, {row.room__site__name}, {row.room__site__address}"


def _status(row: BookingRow) -> str:
    return "TENTATIVE" if row.state in TENTATIVE else "CONFIRMED"


# Far above what a series may count: a rule that someone wrote in the database ends too.
MOST_DATES = 5000
END_OF_RULE = re.compile(r";(COUNT|UNTIL)=[^;]*")


def events(
    rows: Iterable[BookingRow], see: Reader, *, changed: Mapping[int, datetime] | None = None
) -> Iterator[Event]:
    """Yield the events of rows in the order of `read_rows`: the dates of a series one after the other.

    `changed`: by the id of a series, when its dates last changed, where those that are no longer its own count.
    """
    for series, group in groupby(rows, key=lambda row: row.series):
        if series is None:
            yield from (single(row, see(row)) for row in group)
        else:
            yield from of_series([(row, see(row)) for row in group], changed=(changed or {}).get(series))


def single(row: BookingRow, seen: Seen) -> Event:
    return Event(
        uid(row.reference), seen, row.starts, row.ends, row.sequence, row.changed_at, page=row.reference
    )


def of_series(found: list[tuple[BookingRow, Seen]], *, changed: datetime | None = None) -> Iterator[Event]:
    """The dates of one series that are held: its one event, then those that differ from it.

    A date that its rule does not give is an event of its own; so is one that meets a change of the clocks, on whose
    length calendars do not agree.
    """
    dates = _dates(found[0][0])
    by_date = {row.series_date: (row, seen) for row, seen in found if not _is_bent(row)}
    held = [day for day in dates if day in by_date]
    ruled = set(held)
    yield from (single(row, seen) for row, seen in found if row.series_date not in ruled)
    if not held:
        return
    kept = [by_date[day] for day in held]
    [(usual, _)] = Counter(seen for row, seen in kept if _is_on_time(row)).most_common(1) or [(kept[0][1], 0)]
    first = kept[0][0]
    yield Event(
        uid(first.series__reference or ""),
        usual,
        *_expected(first),
        first.series__sequence or 0,
        # Without it, a program that looks at what is newer would keep a date that was cancelled.
        max([row.changed_at for row, _ in kept] + ([changed] if changed else [])),
        rule=_rule(first, held[-1]),
        excluded=tuple(
            _moment(day, first.series__starts_at)
            for day in dates
            if held[0] < day < held[-1] and day not in ruled
        ),
        page=first.reference,
    )
    for row, seen in kept:
        if seen != usual or not _is_on_time(row):
            yield changed_date(row, seen)


def changed_date(row: BookingRow, seen: Seen) -> Event:
    """One date of a series, in the place of what the series says."""
    return Event(
        uid(row.series__reference or ""),
        seen,
        row.starts,
        row.ends,
        max(row.sequence, row.series__sequence or 0),
        row.changed_at,
        replaces=_expected(row)[0],
        page=row.reference,
    )


def calendar(written: Iterable[Event], *, method: str = "", name: str = "") -> Iterator[str]:
    """The text of a calendar, piece by piece; `name` is what programs call it."""
    head = calendars.new_calendar(method=method, name=name)
    components: Iterator[icalendar.Component] = (event.component() for event in written)
    if name:
        first = next(components, calendars.placeholder(uid("vide"), "Aucune réservation"))
        components = chain([first], components)
    return calendars.pieces(head, components)


def _dates(row: BookingRow) -> list[date]:
    """Return the dates of its rule; none when it cannot be read: the dates then stand alone."""
    assert row.series__rule
    assert row.series__first_date
    try:
        found = rrulestr(row.series__rule, dtstart=datetime.combine(row.series__first_date, time()))
        return [moment.date() for moment in islice(found, MOST_DATES)]
    except (ValueError, TypeError):
        return []


def _rule(row: BookingRow, last: date) -> str:
    """Its rule until the last date held: in universal time, as RFC 5545 asks where the start names a zone."""
    until = calendars.universal(_moment(last, row.series__starts_at))
    return f"{END_OF_RULE.sub('', row.series__rule or '')};UNTIL={until:%Y%m%dT%H%M%SZ}"


def _moment(day: date, minutes: int | None) -> datetime:
    days, minutes = divmod(minutes or 0, 1440)
    return periods.at(day + timedelta(days=days), time(minutes // 60, minutes % 60))


def _expected(row: BookingRow) -> tuple[datetime, datetime]:
    assert row.series_date
    return _moment(row.series_date, row.series__starts_at), _moment(row.series_date, row.series__ends_at)


def _is_on_time(row: BookingRow) -> bool:
    starts, ends = _expected(row)
    # As moments: two times of one zone are compared as the clocks show them.
    return (starts.timestamp(), ends.timestamp()) == (row.starts.timestamp(), row.ends.timestamp())


def _is_bent(row: BookingRow) -> bool:
    """The clocks change between its hours, or at one of them."""
    starts, ends = _expected(row)
    minutes = (row.series__ends_at or 0) - (row.series__starts_at or 0)
    return ends.timestamp() - starts.timestamp() != minutes * 60 or not (
        calendars.is_sure(starts) and calendars.is_sure(ends)
    )
