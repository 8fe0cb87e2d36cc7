"""Show on the screen of a hall the meetings of a site that are not over today, by floor, a few at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from rooms import periods
from rooms.availability.room_today import hours_on, is_for_all
from rooms.models import Booking, Room, Site
from rooms.querysets import RESERVED

# What fits on a screen of 600 pixels: a floor's heading counts for a line.
LINES = 7
NO_FLOOR = "Dans le bâtiment"


@dataclass(frozen=True, slots=True)
class Floor:
    """`arrow` is the name of an icon: up, down or along from the hall; `way` says the same in a word."""

    name: str
    arrow: str
    way: str
    meetings: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Hall:
    site: Site
    at: datetime
    floors: list[Floor]
    page: int
    pages: int

    @property
    def next_page(self) -> int:
        return self.page % self.pages + 1


def hall_of(site: Site, *, page: int = 1, at: datetime | None = None) -> Hall:
    """Two statements, whatever the number of rooms; a page that does not exist is the first."""
    now = timezone.localtime(at)
    today = Booking.objects.holding().filter(period__overlap=periods.whole_day(now.date()))
    running = today.filter(period__endswith__gt=now).in_rooms(site.rooms.all()).order_by("period", "pk")
    meetings = []
    for booking in running.select_related("room").prefetch_related("other_rooms"):
        rooms = [room for room in (booking.room, *booking.other_rooms.all()) if room.site_id == site.pk]
        meetings += [_meeting(booking, room, now) for room in rooms]
    screens = _in_screens(_by_floor(meetings))
    number = page if 1 <= page <= len(screens) else 1
    return Hall(site, now, screens[number - 1], number, len(screens))


def _meeting(booking: Booking, room: Room, now: datetime) -> dict[str, Any]:
    start, end = timezone.localtime(booking.period.lower), timezone.localtime(booking.period.upper)
    return {
        "hours": hours_on(now.date(), start, end),
        "title": booking.title if is_for_all(booking, room) else RESERVED,
        "room": room,
        "is_running": start <= now,
    }


def _by_floor(meetings: list[dict[str, Any]]) -> list[Floor]:
    floors: dict[str, Floor] = {}
    for meeting in meetings:
        name = meeting["room"].floor or NO_FLOOR
        if name not in floors:
            floors[name] = Floor(name, *_way_to(name))
        floors[name].meetings.append(meeting)
    return sorted(floors.values(), key=lambda floor: (_height(floor.name), floor.name))


def _in_screens(floors: list[Floor]) -> list[list[Floor]]:
    """Whole lines only; a floor that goes on over the page is named again there."""
    screens: list[list[Floor]] = [[]]
    left = LINES
    for floor in floors:
        waiting = list(floor.meetings)
        while waiting:
            if left < 2:
                screens.append([])
                left = LINES
            part, waiting = waiting[: left - 1], waiting[left - 1 :]
            screens[-1].append(Floor(floor.name, floor.arrow, floor.way, part))
            left -= 1 + len(part)
    return screens


def _height(floor: str) -> int:
    """How far above the hall, as the words of a floor say: « 2e étage », « Rez-de-chaussée », « Sous-sol »."""
    words = floor.casefold()
    number = re.search(r"-?\d+", words)
    if "sous" in words and "sol" in words:
        return -abs(int(number[0])) if number else -1
    if number:
        return int(number[0])
    return 1 if "étage" in words or "premier" in words else 0


def _way_to(floor: str) -> tuple[str, str]:
    height = _height(floor)
    if height > 0:
        return "arrow-up", "monter"
    if height < 0:
        return "arrow-down", "descendre"
    return "arrow-right", "de plain-pied"
