"""A series before it is written: each of its dates, what stands in its way, and what was chosen for it.

The same plan is made for the page and again under the action's locks; a date whose way is barred and for which nothing
was chosen stays open, and a plan with open dates is never written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core.french import clock, spaced
from core.people.models import Agent
from rooms import periods, policies
from rooms.availability import occupancy, rules
from rooms.models import Booking, Room
from rooms.policies import strictest_first
from rooms.recurrence import longest_until, times_on


class DateWay(StrEnum):
    SKIP = "passer"
    ROOM = "salle"
    TIME = "heure"
    KEEP = "garder"


@dataclass(frozen=True)
class DateChoice:
    """`room` for another room that date; `day`, `starts_at` and `ends_at` (minutes) for another time.

    Of several rooms, the other one stands in place of `instead`.
    """

    way: DateWay
    room: Room | None = None
    instead: Room | None = None
    day: date | None = None
    starts_at: int = 0
    ends_at: int = 0


@dataclass
class PlannedDate:
    """One date. `booking` is the occurrence that stands already, if any; `period` is null for a time that is not."""

    date: date
    rooms: tuple[Room, ...]
    period: DateTimeTZRange | None
    booking: Booking | None = None
    is_apart: bool = False
    choice: DateChoice | None = None
    obstacle: str = ""
    barred: int | None = None
    offers: list[Room] = field(default_factory=list)
    # Fields of the booking that the change gives it, where they are not its series'.
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def is_skipped(self) -> bool:
        return self.choice is not None and self.choice.way == DateWay.SKIP

    @property
    def is_as_it_was(self) -> bool:
        """The change gives the booking nothing that it has not."""
        return (
            _stays(self)
            and self.booking is not None
            and self.is_apart == self.booking.is_apart
            and all(getattr(self.booking, name) == value for name, value in self.fields.items())
        )

    @property
    def to_replace(self) -> Room | None:
        """The room in whose place another may be offered: of several, the one that is barred."""
        if len(self.rooms) == 1:
            return self.room
        chosen = self.choice
        if chosen and chosen.way == DateWay.ROOM:
            # A second one barred as well: a date has one choice.
            return chosen.instead if chosen.room and chosen.room.pk == self.barred else None
        return next((room for room in self.rooms if room.pk == self.barred), None)

    @property
    def is_open(self) -> bool:
        """Something stands in its way, and nobody has said what to do."""
        return bool(self.obstacle)

    @property
    def room(self) -> Room:
        return self.rooms[0]

    @property
    def when(self) -> str:
        return periods.when(self.period) if self.period else ""

    @property
    def clocks(self) -> str:
        """« de 9 h à 10 h », with the day when it is not the rule's."""
        if self.period is None:
            return ""
        start, end = timezone.localtime(self.period.lower), timezone.localtime(self.period.upper)
        if start.date() != self.date:
            return self.when
        ends = "minuit" if end.date() != start.date() else clock(end)
        return f"de {clock(start)} à {ends}"


@dataclass
class Plan:
    """All the dates, in order. `everywhere` are rooms that are free at every one of them, the smallest first."""

    lines: list[PlannedDate]
    everywhere: list[Room] = field(default_factory=list)
    # Occurrences that a new rhythm has no date for.
    gone: list[Booking] = field(default_factory=list)

    @property
    def must_agree(self) -> bool:
        """Dates disappear with the old rhythm: never without a word."""
        return bool(self.gone)

    @property
    def open(self) -> list[PlannedDate]:
        return [line for line in self.lines if line.is_open]

    @property
    def held(self) -> list[PlannedDate]:
        return [line for line in self.lines if not line.is_skipped]

    @property
    def skipped(self) -> list[PlannedDate]:
        return [line for line in self.lines if line.is_skipped]

    @property
    def apart(self) -> list[PlannedDate]:
        """Return the dates that were unlike their series and still will be."""
        return [line for line in self.lines if line.booking and line.booking.is_apart and not line.is_skipped]


class Obstructed(ValidationError):
    """Dates stand open: `plan` says which, and why. Nothing was written."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(
            spaced("Certaines dates ne sont pas possibles telles quelles : choisissez pour chacune."),
            code="obstructed",
        )
        self.plan = plan


def line_of(
    day: date,
    rooms: tuple[Room, ...],
    starts_at: int,
    ends_at: int,
    choice: DateChoice | None,
    **given: Any,
) -> PlannedDate:
    """The date as the series has it, or as it was chosen for it; a clock that changes that night is its obstacle."""
    line = PlannedDate(day, rooms, None, choice=choice, **given)
    if line.is_skipped:
        return line
    if choice and choice.way == DateWay.ROOM and choice.room:
        old = choice.instead if choice.instead in rooms else rooms[0]
        # Once each, even where the other room was one of them.
        line.rooms = strictest_first(*dict.fromkeys(choice.room if room == old else room for room in rooms))
        line.is_apart = line.is_apart or line.rooms != rooms
    if choice and choice.way == DateWay.TIME and choice.day:
        line.is_apart = True
        day, starts_at, ends_at = choice.day, choice.starts_at, choice.ends_at
    try:
        line.period = times_on(day, starts_at, ends_at)
    except ValidationError as error:
        line.obstacle = error.messages[0]
    return line


def find_obstacles(
    lines: Sequence[PlannedDate], *, by: Agent, organiser: Agent, but: Iterable[Booking] = ()
) -> None:
    """Say on each line what stands in its way: the rules, someone else's booking, another line.

    Statements: one for the conflicts, two for what may be read of them, and the rules' four for each different set of
    rooms; however many dates.
    """
    but = list(but)
    timed = [line for line in lines if line.period and not line.is_skipped]
    # Those that stay use up their week's quota.
    staying = {line.booking for line in timed if _stays(line)}
    moving = [booking for booking in but if booking not in staying]
    _refused(timed, by=by, organiser=organiser, but=moving)
    _taken(timed, by=by, but=but)
    _among_themselves(timed)


def _refused(lines: Sequence[PlannedDate], *, by: Agent, organiser: Agent, but: list[Booking]) -> None:
    groups: dict[tuple[Room, ...], list[PlannedDate]] = {}
    for line in lines:
        # What stands where it stood was allowed when it was booked.
        if not _stays(line):
            groups.setdefault(line.rooms, []).append(line)
    allowed: list[tuple[tuple[Room, ...], DateTimeTZRange]] = []
    for rooms, group in groups.items():
        refusals = rules.obstacles(
            rooms,
            [line.period for line in group if line.period],
            by=by,
            organiser=organiser,
            but=but,
            horizon=longest_until(timezone.localdate()),
            besides=allowed,
        )
        for line, refused in zip(group, refusals, strict=True):
            for room in rooms:
                if refusal := refused.get(room.pk):
                    line.obstacle, line.barred = refusal.message, room.pk
                    break
            else:
                allowed += [(rooms, line.period)] if line.period else []


def _stays(line: PlannedDate) -> bool:
    booking = line.booking
    return booking is not None and (tuple(booking.all_rooms), booking.period) == (line.rooms, line.period)


def _taken(lines: Sequence[PlannedDate], *, by: Agent, but: list[Booking]) -> None:
    rooms = {room.pk: room for line in lines for room in line.rooms}
    asked = [line.period for line in lines if line.period]
    found = [
        (lines[position], rooms[room], booking)
        for position, room, booking in occupancy.conflicts(list(rooms.values()), asked, but=but)
        if rooms[room] in lines[position].rooms and not lines[position].obstacle
    ]
    if not found:
        return
    seen = readable(by, {booking for _, _, booking in found})
    for line, room, booking in found:
        if not line.obstacle:
            line.obstacle, line.barred = taken_words(line, room, seen[booking], by=by), room.pk


def readable(by: Agent, bookings: Iterable[int]) -> dict[int, tuple[Booking, bool]]:
    """By id, the bookings and whether this agent may read them; two statements."""
    found = Booking.objects.filter(pk__in=bookings).select_related("organiser")
    visible = policies.readable_among(by, found)
    return {booking.pk: (booking, booking.pk in visible) for booking in found}


def taken_words(line: PlannedDate, room: Room, held: tuple[Booking, bool], *, by: Agent) -> str:
    """Describe a booking, without its title and its organiser where this agent may not read it."""
    booking, is_seen = held
    start = timezone.localtime(booking.period.lower)
    at = f"de {clock(start)} à {clock(booking.period.upper)}"
    if line.period is None or {start.date(), timezone.localdate(booking.period.upper)} != {
        timezone.localdate(line.period.lower)
    }:
        at = periods.when(booking.period)
    taken = f"La {room.called} est déjà prise {at}"
    if not is_seen:
        call = f" Pour vous arranger, appelez le {room.keeper_phone}." if room.keeper_phone else ""
        private = " (réservation privée)" if booking.is_private else ""
        return f"{taken}{private}.{call}"
    whose = "vous" if policies.is_organiser(by, booking) else str(booking.organiser)
    return spaced(f"{taken}, par {whose} : « {booking.title} ».")


def _among_themselves(lines: Sequence[PlannedDate]) -> None:
    """Two dates of one series may not overlap in a room; the later one says so."""
    by_room: dict[int, list[tuple[Any, Any, PlannedDate]]] = {}
    for line in lines:
        for room in line.rooms if line.period else ():
            kept = occupancy.blocked(room, line.period)
            by_room.setdefault(room.pk, []).append((kept.lower, kept.upper, line))
    for held in by_room.values():
        held.sort(key=lambda one: (one[0], one[2].date))
        last = None
        for start, end, line in held:
            if last is not None and start < last and not line.obstacle:
                line.obstacle = "Cette date en chevaucherait une autre de la même série."
            last = end if last is None else max(last, end)
