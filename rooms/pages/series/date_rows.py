"""The page of dates, as its template reads it: what may be chosen for each, and what was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from core import french
from core.french import spaced
from core.people.models import Agent
from rooms import periods, policies
from rooms.models import Room
from rooms.series.plan import DateChoice, DateWay, Plan, PlannedDate

# A form of more fields than Django reads would be refused whole: beyond so many dates to settle, another time is
# first chosen, then written.
MOST_WITH_TIMES = 150


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass
class DateRow:
    """A date and its choices; `day`, `starts` and `ends` fill the fields of another time."""

    date: date
    line: PlannedDate
    fault: str = ""
    options: list[Option] = field(default_factory=list)
    day: str = ""
    starts: str = ""
    ends: str = ""
    has_times: bool = True

    @property
    def is_to_settle(self) -> bool:
        return self.line.is_open or bool(self.fault)


@dataclass
class DateRows:
    """To be settled first, then what was chosen for some dates, then those that stand as planned."""

    to_settle: list[DateRow]
    chosen: list[DateRow]
    as_planned: list[DateRow]

    @property
    def rooms_for_all(self) -> list[Room]:
        """List the rooms that could take all the dates to settle of a series in one room."""
        lines = [row.line for row in self.to_settle]
        if len(lines) < 2 or any(len(line.rooms) > 1 for line in lines):
            return []
        return [room for room in lines[0].offers if all(room in line.offers for line in lines)]

    @property
    def seen(self) -> str:
        """« Sauter ces dates » skips what the page showed, never what happened since."""
        return ",".join(row.date.isoformat() for row in self.to_settle)


def rows_of(plan: Plan, faults: Mapping[date, str], *, posted: Mapping[str, str], by: Agent) -> DateRows:
    rows = [_row(line, faults.get(line.date, ""), posted, by) for line in plan.lines]
    shown = [row for row in rows if row.is_to_settle or row.line.choice]
    for row in shown if len(shown) > MOST_WITH_TIMES else ():
        row.has_times = any(option.value == DateWay.TIME and option.is_chosen for option in row.options)
    return DateRows(
        to_settle=[row for row in rows if row.is_to_settle],
        chosen=[row for row in rows if row.line.choice and not row.is_to_settle],
        as_planned=[row for row in rows if not row.line.choice and not row.is_to_settle],
    )


def _row(line: PlannedDate, fault: str, posted: Mapping[str, str], by: Agent) -> DateRow:
    day = line.date
    period = line.period
    row = DateRow(day, line, fault, _options(line, fault, by))
    row.day = posted.get(f"jour-{day}") or day.isoformat()
    row.starts = posted.get(f"de-{day}") or (f"{timezone.localtime(period.lower):%H:%M}" if period else "")
    row.ends = posted.get(f"a-{day}") or (f"{timezone.localtime(period.upper):%H:%M}" if period else "")
    return row


def _options(line: PlannedDate, fault: str, by: Agent) -> list[Option]:
    chosen = _value(line.choice) or (DateWay.TIME.value if fault else "")
    options = [] if line.is_open and not line.choice else [Option("", "Comme prévu", chosen == "")]
    if line.booking:
        kept = spaced(
            f"La laisser où elle est : {line.booking.room.name}, {periods.when(line.booking.period)}"
        )
        options += [
            Option(DateWay.KEEP.value, kept, chosen == DateWay.KEEP.value),
            Option(DateWay.SKIP.value, "Annuler cette date", chosen == DateWay.SKIP.value),
        ]
    else:
        options.append(Option(DateWay.SKIP.value, "Passer cette date", chosen == DateWay.SKIP.value))
    options += [
        Option(_value(choice), _room(choice, by), chosen == _value(choice)) for choice in _room_choices(line)
    ]
    return [
        *options,
        Option(DateWay.TIME.value, "À une autre heure, ou un autre jour", chosen == DateWay.TIME.value),
    ]


def _room_choices(line: PlannedDate) -> list[DateChoice]:
    instead = line.to_replace if len(line.rooms) > 1 else None
    offered = [DateChoice(DateWay.ROOM, room=room, instead=instead) for room in line.offers]
    chosen = line.choice
    return [*offered, *([chosen] if chosen and chosen.room and chosen not in offered else [])]


def _room(choice: DateChoice, by: Agent) -> str:
    room = choice.room
    if room is None:
        raise ValueError("a choice of no room")
    place = f" à la place {french.of_place(choice.instead.name)}" if choice.instead else ""
    asked = ", sur demande" if policies.must_ask(by, room) else ""
    return (
        f"Ce jour-là, {room.name}{place} ({french.count_of(room.capacity, 'place')}, {room.site.name}{asked})"
    )


def _value(choice: DateChoice | None) -> str:
    """`salle:mistral`, and of several rooms `salle:mistral:remparts`, the second being replaced."""
    if choice is None:
        return ""
    rooms = [room.slug for room in (choice.room, choice.instead) if room]
    return ":".join([choice.way.value, *rooms])
