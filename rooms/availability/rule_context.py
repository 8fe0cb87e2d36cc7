"""Closures, hours and minutes used: what the rules read of rooms and dates, one statement each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils import timezone

from core.people.models import Agent
from rooms import periods as clock
from rooms.models import Booking, Closure, OpeningHours, Room, Site
from rooms.querysets import BookingQuerySet, RoomLike


def closures_by_room(rooms: Sequence[RoomLike], span: DateTimeTZRange) -> dict[int, list[Closure]]:
    """Standing closures that touch the span, by room id, the earliest first; one statement."""
    found: dict[int, list[Closure]] = defaultdict(list)
    if not rooms:
        return found
    closing: Any = Closure.objects.during(span).with_closed(*rooms)
    for closure in closing.order_by("period", "pk"):
        for room in closure.closed_rooms:
            found[room].append(closure)
    return found


def standing_in_the_way(rooms: Sequence[Room], period: DateTimeTZRange) -> BookingQuerySet:
    """Bookings that have one of these rooms then and are not over, the earliest first."""
    found = Booking.objects.to_come().in_rooms(rooms).filter(period__overlap=period)
    return found.order_by("period", "pk").for_list().select_related("booked_by")


def rooms_closed_by(*, room: Room | None = None, site: Site | None = None) -> list[Room]:
    """The rooms that a closure of this scope closes: `RoomQuerySet.closed` from the other side, before it exists."""
    if room is not None:
        return list(Room.objects.sharing_cells_with(room).select_related("site").order_by("pk"))
    rooms = Room.objects.select_related("site").order_by("pk")
    return list(rooms.filter(site=site) if site is not None else rooms)


class Use(NamedTuple):
    """Minutes used of (room id, the week's Monday)."""

    by_person: Counter[tuple[int, date]]
    by_direction: Counter[tuple[int, date]]


def hours_of(rooms: Sequence[Room]) -> dict[tuple[int, int], OpeningHours]:
    """By room id and weekday; one statement."""
    hours = OpeningHours.objects.filter(room__in=rooms)
    return {(each.room_id, each.weekday): each for each in hours}


def minutes_used(
    rooms: Sequence[Room],
    periods: Sequence[DateTimeTZRange],
    *,
    organiser: Agent,
    but: Iterable[Booking] = (),
) -> Use:
    """Sum minutes booked in rooms with a quota over the weeks of these periods; a booking counts where it starts."""
    of_person, of_direction = use = Use(Counter(), Counter())
    counted = {room.pk for room in rooms if room.has_quota}
    if not counted or not periods:
        return use
    theirs = Q(organiser=organiser)
    if organiser.direction_id:
        theirs |= Q(organiser__direction=organiser.direction_id)
    bookings = (
        Booking.objects.holding()
        .filter(theirs, Q(room__in=counted) | Q(other_rooms__in=counted))
        .filter(period__overlap=_weeks_around(periods))
        .exclude(pk__in=[booking.pk for booking in but])
    )
    seen = set()
    for pk, room, other, organiser_id, period in bookings.values_list(
        "pk", "room", "other_rooms", "organiser", "period"
    ):
        monday = monday_of(timezone.localdate(period.lower))
        minutes = int((period.upper - period.lower).total_seconds()) // 60
        for each in {room, other} & counted:
            if (pk, each) in seen:
                continue
            seen.add((pk, each))
            of_direction[each, monday] += minutes
            if organiser_id == organiser.pk:
                of_person[each, monday] += minutes
    return use


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _weeks_around(periods: Sequence[DateTimeTZRange]) -> DateTimeTZRange:
    """From the Monday before the first to the one after the last."""
    start = monday_of(timezone.localdate(min(each.lower for each in periods)))
    end = monday_of(timezone.localdate(max(each.upper for each in periods))) + timedelta(days=7)
    return DateTimeTZRange(clock.midnight(start), clock.midnight(max(start, end)))
