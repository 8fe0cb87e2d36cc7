"""What the calendar pages show: the day of a site's rooms, the week of one room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from core.people.models import Agent
from core.ui import french
from rooms import addresses, periods, policies
from rooms.grid import Column, Taken, grid_html
from rooms.models import Occupancy, OpeningHours, Room, Site

# Without any opening hours, something must be shown.
USUAL_HOURS = (time(8), time(18))
HIDDEN_TITLE = "Réservé"
NEVER = 10_000
SHOWN_EQUIPMENT = 2


@dataclass(frozen=True)
class Grid:
    """The assembled calendar, and what the page says around it."""

    html: SafeString
    columns: int
    now: datetime | None


class Window:
    """The quarters shown of one day, from the first opening to the last closing or booking."""

    def __init__(
        self, day: date, opens: time, closes: time, held: Iterable[tuple[datetime, datetime]]
    ) -> None:
        self.day = day
        whole = periods.whole_day(day)
        start, end = periods.at(day, opens), periods.at(day, closes)
        for held_from, held_to in held:
            if seen := seen_on(whole, held_from, held_to):
                start, end = min(start, seen[0]), max(end, seen[1])
        self.start = periods.at(day, time(timezone.localtime(start).hour))
        self.end = _next_hour(timezone.localtime(end))
        if self.end > whole.upper:
            self.end = whole.upper
        moments = list(periods.quarters(self.start, self.end))
        self.rows = len(moments) - 1
        self.times = [f"{moment:%H:%M}" for moment in moments]
        self.labels = [french.clock(moment) for moment in moments]
        if moments[-1].date() != day:
            self.times[-1], self.labels[-1] = "24:00", "minuit"
        self.hours = [(row, self.labels[row]) for row, moment in enumerate(moments[:-1]) if not moment.minute]

    def position(self, moment: datetime) -> int:
        return periods.elapsed_quarters(self.start, moment)

    def of_clock(self, clock: time) -> int:
        return self.position(periods.at(self.day, clock))

    def bookable_from(self, agent: Agent, now: datetime) -> int:
        """The first position whose free stretch is a link; never on a past day or beyond the horizon."""
        if self.day > now.date() + timedelta(days=settings.ROOMS_HORIZON_DAYS):
            return NEVER
        return self.position(periods.started_quarter(now))

    def now(self, now: datetime) -> int | None:
        row = self.position(now)
        return row if now.date() == self.day and 0 <= row < self.rows else None


def seen_on(
    whole: DateTimeTZRange, held_from: datetime, held_to: datetime
) -> tuple[datetime, datetime] | None:
    """What must be seen of a booking on this day: all of it, or of several days' only its first or last quarter.

    A day that it fills from end to end says so whatever the hours shown.
    """
    if held_from >= whole.lower and held_to <= whole.upper:
        return held_from, held_to
    if held_from > whole.lower:
        return held_from, held_from + periods.QUARTER
    return (held_to - periods.QUARTER, held_to) if held_to < whole.upper else None


def _next_hour(moment: datetime) -> datetime:
    if not (moment.minute or moment.second):
        return moment
    return timezone.localtime(periods.started_quarter(moment)) + timedelta(minutes=60 - moment.minute)


class Reader:
    """Turns rows of `for_calendar` into what this agent may read."""

    def __init__(self, agent: Agent) -> None:
        self.agent_id = agent.pk
        self.reads_all = policies.can_manage(agent)
        self.prefix = reverse("rooms:booking_detail", args=["-"]).removesuffix("-/")

    def taken(self, row: tuple[Any, ...], window: Window) -> Taken:
        _, start, end, reference, title, is_private, organiser, first_name, last_name = row
        is_mine = organiser == self.agent_id
        first, last = window.position(start), window.position(end)
        is_hidden = is_private and not (is_mine or self.reads_all)
        if is_hidden:
            title, who, url = HIDDEN_TITLE, "privé", ""
        else:
            who = "vous" if is_mine else f"{first_name[:1]}. {last_name}"
            who = f"{who}, privé" if is_private else who
            url = f"{self.prefix}{reference}/"
        return Taken(first, last, self._when(first, last, window), title, who, url, is_mine)

    @staticmethod
    def _when(first: int, last: int, window: Window) -> str:
        labels, rows = window.labels, window.rows
        if first < 0 and last > rows:
            return "toute la journée"
        if first < 0:
            return f"jusqu’à {labels[last]}"
        if last > rows:
            return f"à partir de {labels[first]}"
        return f"{labels[first]}{french.NBSP}– {labels[last]}"


def day_of_site(site: Site, day: date, *, agent: Agent) -> Grid:
    """All the rooms of a site on a day; three statements, however many rooms and bookings."""
    hours = {
        room: (opens, closes)
        for room, opens, closes in OpeningHours.objects.filter(
            room__site=site, weekday=day.weekday()
        ).values_list("room", "opens_at", "closes_at")
    }
    held = list(
        Occupancy.objects.during(periods.whole_day(day)).filter(cell__rooms__site=site).for_calendar()
    )
    window = Window(
        day,
        min((opens for opens, _ in hours.values()), default=USUAL_HOURS[0]),
        max((closes for _, closes in hours.values()), default=USUAL_HOURS[1]),
        ((row[1], row[2]) for row in held),
    )
    taken = _by_column(held, window, Reader(agent))
    now = timezone.localtime()
    bookable_from, line = window.bookable_from(agent, now), window.now(now)
    room_prefix = reverse("rooms:room_detail", args=["-"]).removesuffix("-/")
    columns = []
    for pk, slug, name, capacity, equipment, is_step_free, is_bookable, note in _rooms_of(site):
        opens, closes = hours.get(pk, (None, None)) if is_bookable else (None, None)
        columns.append(
            Column(
                heading=name,
                heading_url=f"{room_prefix}{slug}/",
                details=details(capacity, equipment, is_step_free),
                spoken=f"Salle {name}",
                rows=window.rows,
                opens=window.of_clock(opens) if opens else 0,
                closes=window.of_clock(closes) if closes else 0,
                taken=taken.get(pk, ()),
                times=window.times,
                labels=window.labels,
                book_prefix=addresses.book_prefix(slug, day),
                bookable_from=bookable_from,
                closed_word="Fermée" if is_bookable else f"Pas réservable. {note}".strip(),
                now=line,
            )
        )
    return Grid(grid_html(columns, window.hours), len(columns), now if line is not None else None)


def _rooms_of(site: Site) -> Iterable[tuple[Any, ...]]:
    """What a column's head says of each room."""
    rooms = Room.objects.filter(site=site).by_name().with_equipment()
    return rooms.values_list(
        "pk",
        "slug",
        "name",
        "capacity",
        "equipment_names",
        "is_step_free",
        "is_bookable",
        "unavailable_note",
    )


def _by_column(held: list[tuple[Any, ...]], window: Window, reader: Reader) -> dict[int, list[Taken]]:
    """A booking that holds several cells of a room shows once in it."""
    seen: set[tuple[int, str]] = set()
    taken: dict[int, list[Taken]] = {}
    for row in held:
        if (row[0], row[3]) not in seen:
            seen.add((row[0], row[3]))
            taken.setdefault(row[0], []).append(reader.taken(row, window))
    return taken


def details(capacity: int, equipment: Sequence[str], is_step_free: bool) -> str:
    """« 12 places · plain-pied · écran, visioconférence… »; the room's own page says everything."""
    shown = ", ".join(equipment[:SHOWN_EQUIPMENT]) + ("…" if len(equipment) > SHOWN_EQUIPMENT else "")
    parts = [french.count_of(capacity, "place"), "plain-pied" if is_step_free else "", shown]
    return " · ".join(part for part in parts if part)


def week_of_room(room: Room, monday: date, *, agent: Agent) -> Grid:
    """Seven days of one room; two statements."""
    week = [monday + timedelta(days=number) for number in range(7)]
    hours = {
        weekday: (opens, closes)
        for weekday, opens, closes in room.opening_hours.values_list("weekday", "opens_at", "closes_at")
    }
    shown = DateTimeTZRange(periods.midnight(monday), periods.midnight(monday + timedelta(days=7)))
    held = [
        row
        for row in Occupancy.objects.during(shown).filter(cell__rooms=room).for_calendar()
        if row[0] == room.pk
    ]
    opens, closes = _widest(hours, held, week)
    now, reader = timezone.localtime(), Reader(agent)
    columns, marks = [], None
    for day in week:
        whole = periods.whole_day(day)
        today = [row for row in held if row[1] < whole.upper and row[2] > whole.lower]
        window = Window(day, opens, closes, [(row[1], row[2]) for row in today])
        # When the clocks change within the hours shown, the marks are those of the longest day.
        marks = window.hours if marks is None or len(window.hours) > len(marks) else marks
        columns.append(_day_column(room, window, hours.get(day.weekday()), today, reader, agent, now))
    return Grid(grid_html(columns, marks or []), 7, now if monday <= now.date() <= week[-1] else None)


def _day_column(
    room: Room,
    window: Window,
    hours: tuple[time, time] | None,
    held: list[tuple[Any, ...]],
    reader: Reader,
    agent: Agent,
    now: datetime,
) -> Column:
    is_open = room.is_bookable and hours is not None
    day = french.with_capital(french.long_date(window.day).rsplit(french.NBSP, 1)[0])
    return Column(
        heading=day,
        heading_url=addresses.day(room.site.slug, window.day),
        details="Aujourd’hui" if window.day == now.date() else "",
        spoken=day,
        rows=window.rows,
        opens=window.of_clock(hours[0]) if is_open and hours else 0,
        closes=window.of_clock(hours[1]) if is_open and hours else 0,
        taken=_by_column(held, window, reader).get(room.pk, ()),
        times=window.times,
        labels=window.labels,
        book_prefix=addresses.book_prefix(room.slug, window.day),
        bookable_from=window.bookable_from(agent, now),
        closed_word="Fermée" if room.is_bookable else "Pas réservable",
        now=window.now(now),
    )


def _widest(
    hours: dict[int, tuple[time, time]], held: list[tuple[Any, ...]], week: Iterable[date]
) -> tuple[time, time]:
    """One window for the seven days, so that the same row is the same hour in each."""
    opens = min((opening[0] for opening in hours.values()), default=USUAL_HOURS[0])
    closes = max((opening[1] for opening in hours.values()), default=USUAL_HOURS[1])
    for whole in map(periods.whole_day, week):
        for row in held:
            if row[1] < whole.upper and row[2] > whole.lower and (seen := seen_on(whole, row[1], row[2])):
                start, end = map(timezone.localtime, seen)
                opens = min(opens, start.time())
                closes = max(closes, time(23, 45) if end.date() != start.date() else end.time())
    return opens, closes
