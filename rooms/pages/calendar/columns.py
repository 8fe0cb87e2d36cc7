"""One room on one day, as a column: its hours, closures and bookings, as their reader may know and use them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from core import french
from core.french import spaced
from core.people.models import Agent
from rooms import links
from rooms.availability import rules
from rooms.models import Booking, Level, Site
from rooms.pages.calendar.rows import NOBODY, Held, ShownRoom, Shut, Window, quarter_of
from rooms.pages.calendar.slots import NEVER, Column, Kind, Shutting, Taken
from rooms.querysets import RESERVED, TITLES, is_public, levels_of

CONFIRMED, REQUESTED, HELD = (
    state.value for state in (Booking.State.CONFIRMED, Booking.State.REQUESTED, Booking.State.HELD)
)
# What is said of a booking that is not settled yet.
UNSETTLED = {REQUESTED: "demandée", HELD: "proposée"}
KINDS = {
    (False, False): Kind.BUSY,
    (True, False): Kind.MINE,
    (False, True): Kind.ASKED,
    (True, True): Kind.MINE_ASKED,
}


class Reader:
    """Turns bookings into what this agent may read, asked once of all that are `held`; a strip reads none."""

    def __init__(self, agent: Agent, held: Iterable[Held] = ()) -> None:
        self.agent_id = agent.pk
        self.levels = levels_of(agent)
        shown = Booking.objects.filter(reference__in={one.reference for one in held})
        self.readable = set(shown.visible_to(agent).values_list("reference", flat=True))
        self.prefix = links.prefix("rooms:booking_detail")

    def is_mine(self, held: Held) -> bool:
        return self.agent_id in (held.organiser, held.booked_by)

    def level(self, room: int, everyone_may: int) -> int:
        return self.levels.of_row(room, everyone_may)

    def mark(self, held: Held, room: ShownRoom, window: Window) -> Taken:
        """That it is taken, and whether by the agent: all that a strip shows, without a word."""
        start = window.start
        is_mine = self.is_mine(held)
        return Taken(
            held.start - start,
            held.end - start,
            "",
            "",
            "",
            held.blocked_from - start - room.buffer_after // 15,
            held.blocked_to - start + room.buffer_before // 15,
            "",
            KINDS[is_mine, held.state != CONFIRMED],
            is_mine,
        )

    def taken(self, held: Held, room: ShownRoom, window: Window, now: int) -> Taken:
        is_mine = self.is_mine(held)
        reads_titles = self.level(held.booked_room, held.everyone_may) >= TITLES
        is_readable = held.reference in self.readable
        return self.shown(held, room, window, now, is_mine, is_readable, reads_titles=reads_titles)

    def shown(
        self,
        held: Held,
        room: ShownRoom,
        window: Window,
        now: int,
        is_mine: bool,
        is_readable: bool,
        *,
        reads_titles: bool,
    ) -> Taken:
        first, last = held.start - window.start, held.end - window.start
        title, url, who, is_movable = RESERVED, "", "", False
        if is_readable:
            title, url = held.title, f"{self.prefix}{held.reference}/"
            who = "vous" if is_mine else f"{held.first_name[:1]}. {held.last_name}"
            is_movable = (
                is_mine
                and held.booked_room == room.pk
                and held.end > now
                and held.state != HELD
                and not held.is_of_series
                and first >= 0
                and last <= window.rows
            )
        if held.is_private and (is_readable or reads_titles):
            who = f"{who}, privé" if who else "privé"
        is_unsettled = held.state != CONFIRMED
        if is_unsettled or held.through:
            notes = [who, UNSETTLED.get(held.state, ""), f"par {held.through}" if held.through else ""]
            who = ", ".join(note for note in notes if note)
        return Taken(
            first,
            last,
            when(first, last, window),
            title,
            who,
            held.blocked_from - window.start - room.buffer_after // 15,
            held.blocked_to - window.start + room.buffer_before // 15,
            url,
            KINDS[is_mine, is_unsettled],
            is_mine,
            is_movable,
        )


class DoorReader(Reader):
    """Reader of the sheet on the door, which shows nothing that is not public."""

    def __init__(self) -> None:
        self.agent_id, self.prefix = NOBODY, ""

    def is_mine(self, held: Held) -> bool:
        return False

    def level(self, room: int, everyone_may: int) -> int:
        return min(everyone_may, TITLES)

    def taken(self, held: Held, room: ShownRoom, window: Window, now: int) -> Taken:
        # As on the screen beside it.
        is_readable = is_public(held.state, held.everyone_may, room.everyone_may, is_private=held.is_private)
        reads_titles = min(held.everyone_may, room.everyone_may) >= TITLES and held.state == CONFIRMED
        taken = self.shown(held, room, window, now, False, is_readable, reads_titles=reads_titles)
        return taken._replace(url="")


def when(first: int, last: int, window: Window) -> str:
    """« 9 h – 10 h », or how a booking of several days goes through this one."""
    labels, rows = window.labels, window.rows
    if first >= 0 and last <= rows:
        return f"{labels[first]}{french.NBSP}– {labels[last]}"
    if first < 0:
        return "toute la journée" if last > rows else f"jusqu’à {labels[last]}"
    return f"à partir de {labels[first]}"


NBSP = french.NBSP
SHOWN_EQUIPMENT = 2
VERBS = {Level.ASK.value: "demander", Level.BOOK.value: "réserver", Level.MANAGE.value: "réserver"}


@dataclass(frozen=True)
class Grid:
    """The assembled calendar, and what the page says around it; `now` when the line of the hour is in it."""

    html: SafeString
    columns: int
    now: datetime | None
    # How many quarters of an hour it shows.
    rows: int


class Maker:
    def __init__(self, reader: Reader, closures: Sequence[Shut]) -> None:
        self.reader = reader
        self.closures: dict[int, list[Shut]] = {}
        for closure in closures:
            self.closures.setdefault(closure.room, []).append(closure)
        self.now = timezone.localtime()
        self.quarter_now = quarter_of(self.now)
        self.book_address = reverse("rooms:booking_create")
        self.room_prefix = links.prefix("rooms:room_detail")

    def column(
        self,
        room: ShownRoom,
        site: Site,
        window: Window,
        held: Iterable[Held],
        *,
        heading: str = "",
        heading_url: str = "",
        details: str | None = None,
        spoken: str = "",
        anchor: str = "",
        in_words: bool = True,
    ) -> Column:
        """By default it is headed by the room; a week heads it by the day. A strip has no words of its bookings."""
        day = window.day.date
        level = self.reader.level(room.pk, room.everyone_may)
        hours, closed_word = opening(room, site, day)
        return Column(
            heading=heading or room.name,
            heading_url=heading_url or f"{self.room_prefix}{room.slug}/",
            details=described(room, level) if details is None else details,
            brief=f"{room.capacity}{NBSP}pl." if details is None else details,
            spoken=spoken or room.name,
            rows=window.rows,
            opens=window.of_clock(hours[0]) if hours else 0,
            closes=window.of_clock(hours[1]) if hours else 0,
            taken=tuple(
                self.reader.taken(one, room, window, self.quarter_now)
                if in_words
                else self.reader.mark(one, room, window)
                for one in held
            ),
            times=window.times,
            labels=window.labels,
            book_prefix=f"{self.book_address}?salle={room.slug}&le={day}&de=",
            bookable_from=self._bookable_from(room, level, window),
            verb=VERBS.get(level, "") if room.is_bookable else "",
            shut=self._shut(room, window),
            longest=rules.longest(room, level) // 15,
            closed_word=closed_word,
            now=window.now(self.now),
            anchor=anchor,
            first=int(window.times[0][:2]) * 60,
            warning=warning_of(room) if details is None else "",
        )

    def _bookable_from(self, room: ShownRoom, level: int, window: Window) -> int:
        """The first position whose free stretch is a link; never on a past day or beyond what may be booked."""
        today = self.now.date()
        if window.day.date > min(rules.horizon_of(today), rules.last_day(room, level, today)):
            return NEVER
        return quarter_of(rules.first_start(room, level, self.now)) - window.start

    def _shut(self, room: ShownRoom, window: Window) -> tuple[Shutting, ...]:
        return tuple(
            Shutting(closure.start - window.start, closure.end - window.start, closure.reason)
            for closure in self.closures.get(room.pk, ())
            if closure.start < window.day.end and closure.end > window.day.start
        )


def opening(room: ShownRoom, site: Site, day: date) -> tuple[tuple[int, int] | None, str]:
    """The hours of that day in minutes, if it opens, and what to say where it is closed."""
    if not room.is_bookable:
        return None, "Pas réservable"
    if name := rules.closing_holiday(day, opens_on_holidays=site.is_open_on_holidays):
        return None, spaced(f"Fermée, jour férié : {name}")
    return room.hours_on(day.weekday()), "Fermée"


def described(room: ShownRoom, level: int) -> str:
    """« 12 places · plain-pied · écran, visioconférence… · sur demande »; the room's own page says everything."""
    shown = [name for name in room.equipment if name not in room.broken]
    more = "…" if len(shown) > SHOWN_EQUIPMENT else ""
    parts = [
        french.count_of(room.capacity, "place"),
        "plain-pied" if room.is_step_free else "",
        ", ".join(shown[:SHOWN_EQUIPMENT]) + more,
        _conditions(level) if room.is_bookable else "",
    ]
    return " · ".join(part for part in parts if part)


def _conditions(level: int) -> str:
    if level < Level.ASK:
        return "réservée à certains services"
    return "sur demande" if level == Level.ASK else ""


def warning_of(room: ShownRoom) -> str:
    """Why it cannot be booked; « En panne : écran », or that a problem was reported."""
    if not room.is_bookable:
        return f"Pas réservable. {room.unavailable_note}".strip()
    if not room.broken:
        return ""
    names = sorted({name for name in room.broken if name})
    return spaced(f"En panne : {french.listed(names)}") if names else "Problème signalé"
