"""Changing several dates of a series at once: what each becomes, what was made apart before, what no longer fits.

For dates that are not possible, other rooms are offered: for one date, or one room for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core import french
from core.french import spaced
from core.people.models import Agent
from rooms import policies
from rooms.availability import occupancy, rules
from rooms.models import Booking, Room, Series
from rooms.models.bookings import FOLLOWED
from rooms.recurrence import Rule, UnknownRule, longest_until, minutes_on, times_on
from rooms.series.book import NOTHING_CHOSEN, Choices, Dates
from rooms.series.plan import DateWay, Plan, PlannedDate, find_obstacles, line_of

# A date of the new rhythm takes the place of an old one that is not further from it.
NEAR = timedelta(days=6)


class Scope(StrEnum):
    """`ALL` leaves the dates that are over as they were."""

    FOLLOWING = "suivantes"
    ALL = "toutes"


@dataclass(frozen=True, kw_only=True)
class Change(Dates):
    """A change of dates: `days` later, at these minutes of the clock; `rule` for another rhythm or end."""

    days: int = 0
    rule: Rule | None = None


@dataclass
class Part:
    """The dates of a series that an action is about: from `first` on, those that are not over."""

    series: Series
    first: date
    rows: list[Booking]
    # Of any state, from `first` on: their dates have no other booking.
    dates: set[date]
    is_whole: bool


def part_of(booking: Booking, scope: Scope, *, by: Agent) -> Part:
    """Return those dates; raise when there is none, or when this agent may not change one of them."""
    if booking.series_id is None:
        raise ValidationError("Cette réservation ne fait partie d’aucune série.", code="stale")
    series = (
        Series.objects.select_related("room__site", "organiser", "booked_by")
        .prefetch_related("other_rooms")
        .get(pk=booking.series_id)
    )
    all_rows = list(
        series.occurrences.select_related("room__site", "organiser")
        .prefetch_related("other_rooms__site")
        .order_by("series_date")
    )
    if scope == Scope.FOLLOWING and booking.series_date:
        all_rows = [row for row in all_rows if row.series_date and row.series_date >= booking.series_date]
    rows = [row for row in all_rows if row.is_holding and not row.is_over]
    if not rows:
        raise ValidationError("Cette série n’a plus de date à venir.", code="stale")
    if not all(policies.can_change(by, row) for row in rows):
        raise PermissionDenied("Cette série n’est pas la vôtre.")
    first = rows[0].series_date or booking.day
    dates = {row.series_date for row in all_rows if row.series_date and row.series_date >= first}
    earlier = series.occurrences.filter(series_date__lt=first).exists()
    return Part(series, first, rows, dates, is_whole=not earlier)


@dataclass
class ChangePlan(Plan):
    """`rule` is the changed dates' own, as text; `first` its first date; `left_out` those that take no booking."""

    rule: str = ""
    first: date = date.min
    left_out: set[date] = field(default_factory=set)


def plan_change(part: Part, change: Change, *, by: Agent, choices: Choices = NOTHING_CHOSEN) -> ChangePlan:
    """Every date to come as it would be, with what stands in its way."""
    after = _dates_after(part, change)
    lines, gone = [], []
    for row in part.rows:
        target = after.of_rows.get(row.pk)
        if target is None:
            gone.append(row)
        else:
            lines.append(_line_after(row, part.series, change, target, choices))
    lines += [
        line_of(day, change.rooms, change.starts_at, change.ends_at, choices.get(day)) for day in after.new
    ]
    lines.sort(key=lambda line: line.date)
    find_obstacles(lines, by=by, organiser=part.series.organiser, but=part.rows)
    first = min(line.date for line in lines) if lines else part.first + timedelta(days=change.days)
    return ChangePlan(
        lines,
        gone=gone,
        rule=after.rule,
        first=min([first, *after.left_out]),
        left_out=after.left_out,
    )


def rest_of(series: Series, first: date) -> Rule:
    """The series' rule as one that starts on `first`, with the times that are left; raises UnknownRule."""
    rule = Rule.read(series.rule)
    if not rule.count:
        return rule
    dates = islice(rule.days(series.first_date), rule.count)
    return replace(rule, count=max(1, sum(1 for day in dates if day >= first)))


def rule_moved(rule: Rule, first: date, days: int) -> Rule:
    """The rule with each of its dates from `first` on that many days later; raises ValidationError beside the date."""
    found = rule.moved(first, days) if days else rule
    if found is None:
        raise ValidationError(
            {
                "date": spaced(
                    f"Ce rythme ({rule.rhythm(first)}) ne se déplace pas de "
                    f"{french.count_of(abs(days), 'jour')} d’un bloc : choisissez aussi un nouveau rythme."
                )
            },
            code="not_movable",
        )
    return found


def ending_before(text: str, day: date) -> str:
    """The rule, whatever its shape, without its dates from `day` on."""
    kept = [part for part in text.split(";") if not part.startswith(("COUNT=", "UNTIL="))]
    return ";".join([*kept, f"UNTIL={day - timedelta(days=1):%Y%m%d}"])


@dataclass
class _Dates:
    """After the change: the rule's text, each row's date by its id, dates to book again, dates to leave out."""

    rule: str
    of_rows: dict[int, date]
    new: list[date] = field(default_factory=list)
    left_out: set[date] = field(default_factory=set)


def _dates_after(part: Part, change: Change) -> _Dates:
    """With another rhythm, each old date finds the new one that is its own, or near; a cancelled one stays without."""
    shift = timedelta(days=change.days)
    moved = {row.pk: row.series_date + shift for row in part.rows if row.series_date}
    if change.rule is None:
        return _Dates(_same_rhythm(part, change.days), moved)
    days = set(change.rule.dates(part.first + shift))
    without = {day + shift for day in (part.dates | {*part.series.skipped}) if day >= part.first}
    without -= set(moved.values())
    free = days - set(moved.values()) - without
    after = _Dates(change.rule.rrule(), {})
    old: list[tuple[date, int | None]] = [(day, pk) for pk, day in moved.items()]
    for day, pk in sorted([*old, *((day, None) for day in without)], key=lambda one: one[0]):
        found = day if day in days else min((one for one in free if abs(one - day) <= NEAR), default=None)
        if found is None:
            continue
        free.discard(found)
        if pk is None:
            after.left_out.add(found)
        else:
            after.of_rows[pk] = found
    after.new = sorted(free)
    return after


def _same_rhythm(part: Part, days: int) -> str:
    try:
        rule = rest_of(part.series, part.first)
    except UnknownRule as error:
        if days:
            raise ValidationError(
                spaced("Cette série vient d’un autre agenda : ses dates se déplacent une à une."),
                code="unknown_rule",
            ) from error
        if part.is_whole and part.first == part.series.first_date:
            return part.series.rule
        # Its number of times counted from a date that is no longer its first.
        last = max(row.series_date or row.day for row in part.rows)
        return ending_before(part.series.rule, last + timedelta(days=1))
    return rule_moved(rule, part.first, days).rrule()


def _line_after(row: Booking, series: Series, change: Change, target: date, chosen: Choices) -> PlannedDate:
    """The occurrence after the change: what was made apart for it stays so, what followed the series follows it."""
    choice = chosen.get(target)
    rooms = _rooms_after(row, series, change)
    fields = _fields_after(row, series, change)
    if choice and choice.way == DateWay.KEEP:
        theirs = (row.room, *row.other_rooms.all())
        return PlannedDate(target, theirs, row.period, row, is_apart=True, choice=choice, fields=fields)
    given = {"booking": row, "fields": fields}
    if (own := _own_time(row, series)) is None or (choice and choice.way == DateWay.TIME):
        line = line_of(target, rooms, change.starts_at, change.ends_at, choice, **given)
    else:
        day, starts_at, ends_at = own
        line = line_of(day + (target - _date_of(row)), rooms, starts_at, ends_at, choice, **given)
        line.date = target
    as_series = all(fields[name] == getattr(change, name) for name in ("title", "is_private"))
    line.is_apart = line.rooms != change.rooms or not as_series or not _is_at(line.period, line.date, change)
    return line


def _rooms_after(row: Booking, series: Series, change: Change) -> tuple[Room, ...]:
    others = tuple(row.other_rooms.all())
    if row.room != series.room or set(others) != set(series.other_rooms.all()):
        return (row.room, *others) if row.is_apart else change.rooms
    return change.rooms


def _fields_after(row: Booking, series: Series, change: Change) -> dict[str, Any]:
    """Give each field the series' new value where the row had the series' old one."""
    fields = {
        name: getattr(change if getattr(row, name) == getattr(series, name) else row, name)
        for name in FOLLOWED
    }
    follows = row.layout_id == series.layout_id and row.room_id == series.room_id
    fields["layout"] = change.layout if follows else row.layout
    return fields


def _own_time(row: Booking, series: Series) -> tuple[date, int, int] | None:
    """Its local day and minutes, when they are not those that the series gave it."""
    return None if _is_at(row.period, _date_of(row), series) else minutes_on(row.period)


def _is_at(period: DateTimeTZRange | None, day: date, times: Series | Dates) -> bool:
    """When these times say that day, if its clock has them."""
    try:
        return bool(period == times_on(day, times.starts_at, times.ends_at))
    except ValidationError:
        return False


def _date_of(row: Booking) -> date:
    return row.series_date or row.day


# Rooms offered for a date, or for all.
OFFERED = 4
# Of those that are free, the rules are asked about the best ones: a page of a year and of 150 rooms stays quick.
LOOKED_AT = 30


def offer_rooms(
    plan: Plan, wanted: Dates, *, by: Agent, organiser: Agent, but: Iterable[Booking] = ()
) -> None:
    """Fill the plan's offers and `everywhere`, the smallest room that fits first.

    Of a booking of several rooms, the one that is barred is replaced, and no room is offered for all the dates.
    Statements: eleven at most, and one for each different set of rooms that stay beside the one replaced.
    """
    timed = [line for line in plan.lines if line.period and not line.is_skipped]
    to_offer = [(line, old) for line in timed if line.is_open and (old := line.to_replace)]
    if not to_offer:
        return
    but = list(but)
    are_several = any(len(line.rooms) > 1 for line in timed)
    rooms = _candidates(to_offer[0][1], None if are_several else wanted.attendance)
    taken = occupancy.taken(rooms, [line.period for line in timed if line.period], but)
    # By the line's place among those that have a time.
    free_at = [[room for room in rooms if (position, room.pk) not in taken] for position in range(len(timed))]
    places = {id(line): position for position, line in enumerate(timed)}
    best = {room.pk for line, _ in to_offer for room in free_at[places[id(line)]][:LOOKED_AT]}
    looked_at = [room for room in rooms if room.pk in best][: 2 * LOOKED_AT]
    known = {room.pk for room in looked_at}
    refused = _refused(looked_at, [line.period for line, _ in to_offer if line.period], by, organiser, but)
    sharing: dict[tuple[Room, ...], set[int]] = {}
    for (line, old), barred in zip(to_offer, refused, strict=True):
        several = line.rooms if len(line.rooms) > 1 else ()
        staying = tuple(room for room in several if room != _stand_in(line, old))
        if staying and staying not in sharing:
            sharing[staying] = set(Room.objects.sharing_cells_with(*staying).values_list("pk", flat=True))
        out = {old.pk, *(room.pk for room in line.rooms), *barred, *sharing.get(staying, ())}
        free = free_at[places[id(line)]]
        line.offers = [room for room in free if room.pk in known and room.pk not in out][:OFFERED]
    if are_several or len(timed) < len(plan.lines):
        return
    held = {room for _, room in taken}
    always = [room for room in rooms if room.pk not in held][:LOOKED_AT]
    refused = _refused(always, [line.period for line in timed if line.period], by, organiser, but)
    out = {room for barred in refused for room in barred}
    plan.everywhere = [room for room in always if room.pk not in out][:OFFERED]


def _stand_in(line: PlannedDate, old: Room) -> Room:
    """The room that leaves: the replaced one, or what was chosen in its place and is barred in turn."""
    return line.choice.room if line.choice and line.choice.room else old


def _candidates(wanted: Room, people: int | None) -> list[Room]:
    """Return rooms that hold as many people, of the same site first, the smallest first; then the smaller ones."""
    people = people or wanted.capacity
    rooms = list(Room.objects.bookable().select_related("site"))
    return sorted(
        rooms,
        key=lambda room: (
            room.capacity < people,
            room.site_id != wanted.site_id,
            room.capacity if room.capacity >= people else -room.capacity,
            room.name,
        ),
    )


def _refused(
    rooms: list[Room], periods: list[DateTimeTZRange], by: Agent, organiser: Agent, but: list[Booking]
) -> Sequence[Iterable[int]]:
    return rules.obstacles(
        rooms, periods, by=by, organiser=organiser, but=but, horizon=longest_until(timezone.localdate())
    )
