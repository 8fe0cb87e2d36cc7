"""One room's day, for its door: when to check in, the meetings, set-up and cleaning, when it is free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core import french
from core.people.models import Agent
from rooms import periods, policies
from rooms.availability.rules import closing_holiday
from rooms.models import Booking, Closure, Occupancy, Room
from rooms.querysets import RESERVED, is_public

OPENS_BEFORE = timedelta(minutes=15)
# A meeting of a whole day is nobody's surprise: it is never freed.
WHOLE_DAY = timedelta(hours=7)


def is_asked(booking: Booking) -> bool:
    """Whether someone must say that this meeting takes place."""
    return booking.room.needs_check_in and booking.period.upper - booking.period.lower < WHOLE_DAY


def deadline(booking: Booking) -> datetime:
    """After which the room is freed; a slot that had begun when it was booked or agreed has as long from then on."""
    patience = timedelta(minutes=settings.ROOMS_CHECK_IN_MINUTES)
    return max(booking.period.lower, booking.created_at, booking.approved_at or booking.created_at) + patience


def awaited_until(booking: Booking) -> datetime | None:
    """Until when someone must say that it takes place; nothing once that is said, or for a meeting that is over."""
    is_open = (
        booking.state == Booking.State.CONFIRMED and booking.checked_in_at is None and not booking.is_over
    )
    return deadline(booking) if is_open and is_asked(booking) else None


@dataclass(frozen=True, slots=True)
class Meeting:
    """`title` and `organiser` are what its reader may read; times are the town's, cut to nothing."""

    booking: Booking
    blocked: DateTimeTZRange
    start: datetime
    end: datetime
    title: str
    organiser: str
    # « 10 h – 12 h » and « jusqu’à 12 h », as they are said that day.
    hours: str
    until: str

    def is_running(self, at: datetime) -> bool:
        return self.start <= at < self.end


@dataclass(frozen=True, slots=True)
class Door:
    """A room's day, seen at a moment; `until` is when what is said now changes, None for the rest of the day."""

    room: Room
    at: datetime
    meetings: list[Meeting]
    openings: list[tuple[datetime, datetime]]

    @property
    def now(self) -> Meeting | None:
        return next((meeting for meeting in self.meetings if meeting.is_running(self.at)), None)

    @property
    def later(self) -> list[Meeting]:
        return [meeting for meeting in self.meetings if meeting.start > self.at]

    @property
    def next(self) -> Meeting | None:
        return self.later[0] if self.later else None

    @property
    def being_set(self) -> Meeting | None:
        """The one for which the room is set up or cleaned, when nobody meets."""
        if self.now:
            return None
        around = (each for each in self.meetings if each.blocked.lower <= self.at < each.blocked.upper)
        return next(around, None)

    @property
    def is_open(self) -> bool:
        return any(start <= self.at < end for start, end in self.openings)

    @property
    def opens_at(self) -> datetime | None:
        """When a closed room opens, later the same day."""
        return min((start for start, _ in self.openings if start > self.at), default=None)

    @property
    def is_free(self) -> bool:
        return self.is_open and not self.now and not self.being_set

    @property
    def free_until(self) -> datetime | None:
        """The next meeting's set-up, or the closing; None when the room is not free."""
        if not self.is_free:
            return None
        ends = [end for start, end in self.openings if start <= self.at < end]
        return min([*ends, *(timezone.localtime(each.blocked.lower) for each in self.later)])


def door_of(room: Room, *, reader: Agent | None, at: datetime | None = None) -> Door:
    """Show what `reader` may know of the room's day; without a reader (a screen), what anyone may. Four statements."""
    now = timezone.localtime(at)
    held = (
        Occupancy.objects.filter(cell__rooms=room, blocked_during__overlap=periods.whole_day(now.date()))
        .select_related("booking__room__site", "booking__organiser")
        .order_by("blocked_during", "pk")
    )
    by_booking = {each.booking_id: each for each in held}
    bookings = [each.booking for each in by_booking.values()]
    if reader:
        readable = policies.readable_among(reader, bookings)
    else:
        readable = {booking.pk for booking in bookings if is_for_all(booking, room)}
    meetings = [
        _meeting(each.booking, each.blocked_during, now.date(), is_readable=each.booking_id in readable)
        for each in by_booking.values()
    ]
    meetings.sort(key=lambda meeting: meeting.start)
    return Door(room, now, meetings, _openings(room, now.date()))


def _meeting(booking: Booking, blocked: DateTimeTZRange, day: date, *, is_readable: bool) -> Meeting:
    start, end = timezone.localtime(booking.period.lower), timezone.localtime(booking.period.upper)
    last = _ending(day, end)
    return Meeting(
        booking=booking,
        blocked=blocked,
        start=start,
        end=end,
        title=booking.title if is_readable else RESERVED,
        organiser=str(booking.organiser) if is_readable else "",
        hours=hours_on(day, start, end),
        until=f"jusqu’à {last}" if last else f"jusqu’au {french.short_date(end)}",
    )


def hours_on(day: date, start: datetime, end: datetime) -> str:
    """« 10 h – 12 h », or how a meeting of several days goes through this one; local times."""
    last = _ending(day, end)
    if start.date() == day:
        return f"{french.clock(start)} – {last}" if last else f"à partir de {french.clock(start)}"
    return f"jusqu’à {last}" if last else "toute la journée"


def _ending(day: date, end: datetime) -> str:
    """« 12 h », « minuit »; nothing for a later day."""
    if end == periods.midnight(day + timedelta(days=1)):
        return "minuit"
    return french.clock(end) if end.date() == day else ""


def is_for_all(booking: Booking, room: Room) -> bool:
    """On a wall that strangers pass: neither private, nor of a room that keeps its titles, nor still to be agreed."""
    return is_public(
        booking.state, booking.room.everyone_may, room.everyone_may, is_private=booking.is_private
    )


def _openings(room: Room, day: date) -> list[tuple[datetime, datetime]]:
    """When it is open that day, closures taken out."""
    if not room.is_bookable or closing_holiday(day, opens_on_holidays=room.site.is_open_on_holidays):
        return []
    spans = [
        (periods.at(day, hours.opens_at), periods.at(day, hours.closes_at))
        for hours in room.opening_hours.filter(weekday=day.weekday())
    ]
    for closure in Closure.objects.during(periods.whole_day(day)).of(room).order_by("period"):
        spans = [part for span in spans for part in _without(span, closure.period)]
    return spans


def _without(span: tuple[datetime, datetime], closed: DateTimeTZRange) -> list[tuple[datetime, datetime]]:
    start, end = span
    lower, upper = timezone.localtime(closed.lower), timezone.localtime(closed.upper)
    parts = [(start, min(end, lower)), (max(start, upper), end)]
    return [(first, last) for first, last in parts if first < last]


def soon(door: Door) -> Meeting | None:
    """The next meeting, once one may say that it takes place."""
    coming = door.next
    return coming if coming and coming.start - OPENS_BEFORE <= door.at else None
