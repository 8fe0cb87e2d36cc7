"""Finding a room: free at some times, free as soon as possible, free now.

The rules of `rules` answer, and what is held is read once, over all the rooms of the town: a hundred or so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Greatest
from django.utils import timezone

from core import french
from core.french import spaced
from core.people.models import Agent
from core.people.ordering import alphabetical
from rooms import links
from rooms import periods as clock
from rooms.availability import occupancy, rules
from rooms.availability.rule_context import closures_by_room, hours_of, monday_of
from rooms.models import Booking, Closure, Equipment, Layout, Occupancy, Room, RoomProblem, Site
from rooms.models.bookings import version_of
from rooms.models.places import LONGEST_BUFFER
from rooms.querysets import Level, levels_of

# A wish for forty people is nearly met by thirty places, not by ten.
NEARLY = 0.75
QUARTER = 15  # minutes
# What one tap books, in minutes.
SHORT, USUAL = 30, 60


@dataclass(frozen=True, slots=True)
class Criteria:
    """`people` to be seated; every one of `equipment`, in working order; `site` or any."""

    people: int = 1
    equipment: Sequence[Equipment] = ()
    step_free: bool = False
    site: Site | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A bookable room, as `_described`, for which the agent may at least ask, and their level there.

    Of a room that misses one wish, `lacks` says which: « people », « step_free », « site » or an equipment's number.
    `is_open`: false for what only a manager may book, outside its hours.
    """

    room: Any
    level: int
    lacks: str = ""
    is_open: bool = True

    @property
    def must_ask(self) -> bool:
        """Booking it sends a request."""
        return self.level < Level.BOOK


def candidates(wishes: Criteria, *, by: Agent, may_lack: int = 0) -> list[Candidate]:
    """Return the rooms that miss at most `may_lack` wishes, the smallest that fits first; one statement.

    The agent's levels take one more, once a request.
    """
    levels, found = levels_of(by), []
    for room in _described(wishes.people):
        level, lacks = levels.of(room), _lacks(room, wishes)
        if level >= Level.ASK and len(lacks) <= may_lack and room.places >= wishes.people * NEARLY:
            found.append(Candidate(room, level, lacks[0] if lacks else ""))
    return found


def _described(people: int) -> QuerySet[Room, Any]:
    """Bookable rooms with their places, the layout needed to seat so many, if any, and their equipment."""
    layouts = Layout.objects.filter(room=OuterRef("pk"))
    seating = layouts.filter(capacity__gte=people).order_by("capacity", *alphabetical("name"))
    equipment = Equipment.objects.filter(rooms=OuterRef("pk")).order_by(*alphabetical("name"))
    broken = RoomProblem.objects.filter(room=OuterRef("pk"), fixed_at=None).exclude(equipment=None)
    rooms = Room.objects.bookable().select_related("site")
    return rooms.annotate(
        places=Greatest("capacity", Subquery(layouts.order_by("-capacity").values("capacity")[:1])),
        layout=Case(When(capacity__lt=people, then=Subquery(seating.values("name")[:1]))),
        equipment_names=ArraySubquery(equipment.values("name")),
        equipment_ids=ArraySubquery(equipment.values("pk")),
        broken_ids=ArraySubquery(broken.values("equipment")),
    ).order_by("places", "capacity", *alphabetical("name"), "pk")


def _lacks(room: Any, wishes: Criteria) -> list[str]:
    missed = [
        ("people", room.places < wishes.people),
        ("step_free", wishes.step_free and not room.is_step_free),
        ("site", wishes.site is not None and room.site_id != wishes.site.pk),
    ]
    missed += [
        (str(one.pk), one.pk not in room.equipment_ids or one.pk in room.broken_ids)
        for one in wishes.equipment
    ]
    return [name for name, is_missed in missed if is_missed]


# At some times


@dataclass(frozen=True, slots=True)
class Looked:
    """Rooms that fit, and for each the positions of the periods at which it is taken or may not be booked."""

    asked: list[Candidate]
    missed: dict[int, set[int]]

    def free(self) -> list[Candidate]:
        """Those free at every period: first those that are open then and miss nothing, the smallest first."""
        free = [one for one in self.asked if not self.missed[one.room.pk]]
        return sorted(free, key=lambda one: (not one.is_open, bool(one.lacks)))


def look_at(
    periods: Sequence[DateTimeTZRange],
    *,
    by: Agent,
    wishes: Criteria | None = None,
    may_lack: int = 0,
    horizon: date | None = None,
) -> Looked:
    """Ask the rules and what is held about every room that fits, at every period; seven statements at most.

    With `may_lack=1`, those that miss one wish fit too. Nothing is free in the past, nor without a period. `horizon`:
    the last day that may be asked for, where a series goes further than one booking.
    """
    if not periods or not by.is_active or not rules.is_possible(periods, horizon=horizon):
        return Looked([], {})
    asked = candidates(wishes or Criteria(), by=by, may_lack=may_lack)
    rooms = [one.room for one in asked]
    missed: dict[int, set[int]] = {room.pk: set() for room in rooms}
    for position, refused in enumerate(rules.obstacles(rooms, periods, by=by, horizon=horizon)):
        for room in refused:
            missed[room].add(position)
    for position, room in occupancy.taken(rooms, periods, ()):
        missed[room].add(position)
    closed = rules.outside_hours([one.room for one in asked if one.level >= Level.MANAGE], periods)
    return Looked([replace(one, is_open=one.room.pk not in closed) for one in asked], missed)


# As soon as possible


@dataclass(frozen=True, slots=True)
class Starts:
    """Starts in one room that suit all the days of one choice: minutes of the town's clock, as [first, last)."""

    found: Candidate
    choice: int
    spans: list[tuple[int, int]]

    def nearest(self, minute: int) -> int:
        """The start nearest to that one, the later of two."""
        return min(
            (max(first, min(minute, last - QUARTER)) for first, last in self.spans),
            key=lambda start: (abs(start - minute), -start),
        )

    def before(self, minute: int) -> int | None:
        """The last start before that one."""
        return max(
            (min(last, minute) - QUARTER for first, last in self.spans if first < minute), default=None
        )

    def after(self, minute: int) -> int | None:
        """The first start after that one."""
        later = minute + QUARTER
        return min((max(first, later) for first, last in self.spans if last > later), default=None)


def free_starts(
    choices: Sequence[Sequence[date]],
    *,
    minutes: int,
    by: Agent,
    wishes: Criteria | None = None,
    horizon: date | None = None,
) -> list[Starts]:
    """For each choice of days, and each room, return when a meeting of so many minutes may start on all of its days.

    A constant number of statements. The order is that of the choices, then the smallest room that fits. The hours are
    the rooms' own, for their managers too. Days past, or beyond what is booked in advance (`horizon`, where a series
    goes further), leave nothing of their choice.
    """
    today = timezone.localdate()
    usual = rules.horizon_of(today)
    last = max(usual, horizon or usual)
    possible = [
        (number, days)
        for number, days in enumerate(choices)
        if days and min(days) >= today and max(days) <= last
    ]
    if not possible or not by.is_active:
        return []
    every = sorted({day for _, days in possible for day in days})
    asked = candidates(wishes or Criteria(), by=by)
    starts = _starts_of_days(asked, every, minutes)
    left = _quotas_left(asked, every, by=by)
    found = []
    for number, days in possible:
        weeks = Counter(monday_of(day) for day in days)
        for one in asked:
            spans = _on_all([starts.get((one.room.pk, day), []) for day in days])
            enough = all(
                left.get((one.room.pk, monday), many * minutes) >= many * minutes
                for monday, many in weeks.items()
            )
            if spans and enough:
                found.append(Starts(one, number, spans))
    return found


def _starts_of_days(
    asked: Sequence[Candidate], days: Sequence[date], minutes: int
) -> dict[tuple[int, date], list[tuple[int, int]]]:
    """By room and day, the spans of starts by the town's clock: opening hours, less what is held or closed."""
    now, rooms = timezone.localtime(), [one.room for one in asked]
    whole = DateTimeTZRange(clock.midnight(days[0]), clock.whole_day(days[-1]).upper)
    hours, busy, closures = hours_of(rooms), _busy(rooms, whole), closures_by_room(rooms, whole)
    found = {}
    for one in asked:
        room = one.room
        if rules.longest(room, one.level) < minutes:
            continue
        first_start = _minute(rules.first_start(room, one.level, now))
        last_day = rules.last_day(room, one.level, now.date())
        # A start is refused from what is held, less the meeting and the cleaning, to its end and the setting up.
        refused = [
            (start - minutes - room.buffer_after + QUARTER, end + room.buffer_before)
            for start, end in busy[room.pk]
        ]
        refused += [
            (_minute(each.period.lower) - minutes + QUARTER, _minute(each.period.upper))
            for each in closures[room.pk]
        ]
        refused.sort()
        for day in days:
            opening = hours.get((room.pk, day.weekday()))
            if day > last_day or opening is None or _is_holiday(room, day):
                continue
            first = max(_minute(clock.at(day, opening.opens_at)), first_start)
            last = _minute(clock.at(day, opening.closes_at)) - minutes + QUARTER
            if spans := _less(first, last, refused):
                found[room.pk, day] = [
                    (_by_the_clock(start, day), _by_the_clock(end, day)) for start, end in spans
                ]
    return found


def _is_holiday(room: Room, day: date) -> bool:
    return bool(rules.closing_holiday(day, opens_on_holidays=room.site.is_open_on_holidays))


def _less(first: int, last: int, refused: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return [first, last) without these spans, which are in the order of their starts."""
    left = []
    for start, end in refused:
        if end <= first:
            continue
        if start >= last:
            break
        if start > first:
            left.append((first, start))
        first = end
    return [*left, (first, last)] if first < last else left


def _on_all(days: Sequence[list[tuple[int, int]]]) -> list[tuple[int, int]]:
    """The spans that are in each of these lists."""
    common = days[0]
    for spans in days[1:]:
        common = [
            (max(one[0], other[0]), min(one[1], other[1]))
            for one in common
            for other in spans
            if one[0] < other[1] and other[0] < one[1]
        ]
    return common


def _busy(rooms: Sequence[Room], during: DateTimeTZRange) -> dict[int, list[tuple[int, int]]]:
    """Return the periods taken in each room around that time, by its id, in minutes since 1970."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = Occupancy.objects.filter(blocked_during__overlap=_around(during), cell__rooms__in=rooms).order_by()
    for room, start, end in rows.values_list(
        "cell__rooms", "blocked_during__startswith", "blocked_during__endswith"
    ):
        found[room].append((_minute(start), _minute(end)))
    return found


def _around(during: DateTimeTZRange) -> DateTimeTZRange:
    """Return this time with what may be set up and cleaned before and after it."""
    reach = timedelta(minutes=LONGEST_BUFFER)
    return DateTimeTZRange(during.lower - reach, during.upper + reach)


def _quotas_left(
    asked: Sequence[Candidate], days: Sequence[date], *, by: Agent
) -> dict[tuple[int, date], int]:
    """By room and Monday, for the rooms whose quota counts for this agent; few have one, and managers have none."""
    counted = [one.room for one in asked if one.level < Level.MANAGE and one.room.has_quota]
    return rules.quota_left(counted, days, by=by) if counted else {}


def _minute(moment: datetime) -> int:
    return int(moment.timestamp()) // 60


def _by_the_clock(minute: int, day: date) -> int:
    """From minutes since 1970 to minutes of that day, as the town's clock shows them."""
    local = datetime.fromtimestamp(minute * 60, clock.town_zone())
    return (local.date() - day).days * 1440 + minute_of(local)


def period_of(day: date, start: int, minutes: int) -> DateTimeTZRange | None:
    """From that minute of the day's clock; None for a time that the night of the clocks does not have, or has twice."""
    try:
        begins = clock.sure_moment(day, time(start // 60, start % 60))
    except ValidationError:
        return None
    return DateTimeTZRange(begins, begins + timedelta(minutes=minutes))


def minute_of(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


# Now


@dataclass(frozen=True, slots=True)
class FreeNow:
    """A room that is open and free from `since`, the quarter of an hour that runs, until `until` (town's time)."""

    room: Room
    since: datetime
    until: datetime

    @property
    def usual_end(self) -> datetime:
        """After an hour, or what is left."""
        return min(self.since + timedelta(minutes=USUAL), self.until)

    @property
    def book_url(self) -> str:
        """The form, filled until its usual end."""
        return links.book(self.room.slug, self.since, self.usual_end)

    @property
    def lengths(self) -> list[tuple[int, str]]:
        """Return the lengths that one tap offers, in minutes and in words; near the end, what is left."""
        choices = [(SHORT, spaced("30 minutes")), (USUAL, spaced("1 heure"))]
        return [
            (minutes, words)
            for minutes, words in choices
            if self.since + timedelta(minutes=minutes) <= self.until
        ] or [(SHORT, f"jusqu’à {french.clock(self.until)}")]


def free_now(*, by: Agent, site: Site | None = None, limit: int | None = None) -> list[FreeNow]:
    """Return the rooms that `by` may book at once without asking anybody, those free longest first.

    The hours are the rooms' own, for their managers too. One statement for what has changed, where something has three
    more, and one for the agent's rights; rooms with a quota take two more.
    """
    if not by.is_active:
        return []
    since = clock.started_quarter(timezone.localtime())
    rest = DateTimeTZRange(since, clock.whole_day(since.date()).upper)
    open_rooms, busy, closures = _open_now(since, version_of(_around(rest)))
    levels, today, start, found = levels_of(by), since.date(), _minute(since), []
    asked = [
        Candidate(room, level)
        for room in open_rooms
        if site is None or room.site_id == site.pk
        if (level := levels.of(room)) >= Level.BOOK
        if rules.first_start(room, level, since) <= since and rules.last_day(room, level, today) >= today
    ]
    left = _quotas_left(asked, [today], by=by)
    for one in asked:
        room = one.room
        ends = [
            _minute(clock.at(today, room.closes_at)),
            start
            + min(rules.longest(room, one.level), left.get((room.pk, monday_of(today)), 1440))
            // QUARTER
            * QUARTER,
            *(_minute(each.period.lower) for each in closures.get(room.pk, ())),
            *(
                begins - room.buffer_after
                for begins, ends in busy.get(room.pk, ())
                if ends > start - room.buffer_before
            ),
        ]
        if min(ends) > start:
            until = datetime.fromtimestamp(min(ends) * 60, clock.town_zone())
            found.append(FreeNow(room, since, until))
    # Sorting is stable: the smallest first among those that are free as long.
    return sorted(found, key=lambda one: one.until, reverse=True)[:limit]


@lru_cache(maxsize=4)
def _open_now(
    since: datetime, version: str
) -> tuple[list[Any], dict[int, list[tuple[int, int]]], dict[int, list[Closure]]]:
    """Return the rooms open at that time, what is taken and what is closed of each until midnight.

    The same for everybody, and kept until something of it changes: what an agent may book is decided for each page.
    `closes_at` comes with each room. `version` was read before: these rows may be newer, never older.
    """
    today = since.date()
    rooms = [
        room
        for room in _described(1)
        .filter(
            opening_hours__weekday=today.weekday(),
            opening_hours__opens_at__lte=since.time(),
            opening_hours__closes_at__gt=since.time(),
        )
        .annotate(closes_at=F("opening_hours__closes_at"))
        if not _is_holiday(room, today)
    ]
    rest = DateTimeTZRange(since, clock.whole_day(today).upper)
    return rooms, _busy(rooms, rest), closures_by_room(rooms, rest)


def site_of(agent: Agent) -> Site | None:
    """Return the site where they last booked, which « libre maintenant » shows first."""
    last = Booking.objects.of(agent).order_by("-created_at", "-pk").select_related("room__site").first()
    return last.room.site if last else None
