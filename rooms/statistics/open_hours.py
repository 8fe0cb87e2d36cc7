"""How long rooms are open over a period, by their weekly hours; public holidays count where the site opens on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, time, timedelta

from rooms.availability.rules import slot_of
from rooms.models import OpeningHours, Room


class Opening:
    """Hours of opening of each room, site and hour of the day; one statement. Closures are not taken off."""

    def __init__(self, rooms: Sequence[Room], start: date, end: date) -> None:
        by_pk = {room.pk: room for room in rooms}
        every, working = _weekdays(start, end)
        self._rooms: dict[int, float] = defaultdict(float)
        self._sites: dict[int, float] = defaultdict(float)
        self._hours: dict[int, float] = defaultdict(float)
        rows = OpeningHours.objects.filter(room__in=by_pk)
        for pk, weekday, opens, closes in rows.values_list("room", "weekday", "opens_at", "closes_at"):
            room = by_pk[pk]
            days = every[weekday] if room.site.is_open_on_holidays else working[weekday]
            first, last = _clock(opens), _clock(closes)
            self._rooms[pk] += days * (last - first)
            self._sites[room.site_id] += days * (last - first)
            for hour in range(int(first), 24):
                if (part := min(last, hour + 1) - max(first, hour)) > 0:
                    self._hours[hour] += days * part

    @property
    def of_all(self) -> float:
        return sum(self._rooms.values())

    @property
    def hours(self) -> list[int]:
        """The hours of the day in which a room is open."""
        return [hour for hour, opened in self._hours.items() if opened]

    def of_room(self, room: Room) -> float:
        return self._rooms[room.pk]

    def of_site(self, site_id: int) -> float:
        return self._sites[site_id]

    def of_hour(self, hour: int) -> float:
        return self._hours[hour]


def _clock(moment: time) -> float:
    return moment.hour + moment.minute / 60


def _weekdays(start: date, end: date) -> tuple[list[int], list[int]]:
    """How many of each weekday the period has, and how many of them are no public holiday."""
    every, working = [0] * 7, [0] * 7
    for number in range((end - start).days + 1):
        day = start + timedelta(days=number)
        weekday, is_holiday = slot_of(day)
        every[weekday] += 1
        working[weekday] += not is_holiday
    return every, working
