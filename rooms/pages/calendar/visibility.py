"""Decide what an agent, or a sheet on the door, may read of the bookings in a calendar."""

from __future__ import annotations

from collections.abc import Iterable

from core.people.models import Agent
from core.ui import french
from rooms import links
from rooms.models import Booking
from rooms.pages.calendar.rows import NOBODY, Held, ShownRoom
from rooms.pages.calendar.slots import Kind, Taken
from rooms.pages.calendar.window import Window
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
