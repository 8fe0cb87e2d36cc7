"""The demonstration's rooms and bookings: known people, open hours, no clash, a plausible week."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from dematerialisation.demonstration.agents import AGENTS
from dematerialisation.demonstration.bookings import ONE_OFF, WEEKLY
from dematerialisation.demonstration.rooms import EQUIPMENT, ROOMS, SITES
from dematerialisation.demonstration.shapes import OneOffBooking, WeeklyBooking

AGENT = {a.identifiant: a for a in AGENTS}
ROOM = {r.slug: r for r in ROOMS}
WEEKS = range(-4, 5)


def test_rooms() -> None:
    assert len(SITES) == 3
    assert len(ROOMS) == 14
    assert len({r.slug for r in ROOMS}) == len(ROOMS)
    assert {r.site for r in ROOMS} == {s.slug for s in SITES}
    assert (min(r.capacity for r in ROOMS), max(r.capacity for r in ROOMS)) == (4, 80)
    assert [r.unavailable_note != "" for r in ROOMS if not r.is_bookable] == [True]
    for room in ROOMS:
        assert set(room.equipment) <= set(EQUIPMENT)
        assert re.fullmatch(r"04 00 00 \d\d \d\d", room.keeper_phone.replace("\u00a0", " "))
        assert len({day for day, _, _ in room.opening_hours}) == len(room.opening_hours)
        assert all(opens < closes for _, opens, closes in room.opening_hours)
    assert {word for r in ROOMS for word in r.equipment} == set(EQUIPMENT)


def test_bookings_are_within_hours_and_by_known_people() -> None:
    bookings: tuple[WeeklyBooking | OneOffBooking, ...] = (*WEEKLY, *ONE_OFF)
    for booking in bookings:
        room = ROOM[booking.room]
        assert room.is_bookable
        assert booking.organiser in AGENT
        assert booking.start < booking.end
        for time in (booking.start, booking.end):
            assert re.fullmatch(r"[012]\d:(00|15|30|45)", time)
        assert any(
            day == booking.weekday and opens <= booking.start and booking.end <= closes
            for day, opens, closes in room.opening_hours
        ), booking
    assert all(0 <= w.offset < w.every_weeks for w in WEEKLY)


def every_booking() -> Iterator[tuple[str, int, int, str, str, str]]:
    for weekly in WEEKLY:
        for week in WEEKS:
            if weekly.held_in_week(week):
                yield weekly.room, week, weekly.weekday, weekly.start, weekly.end, weekly.title
    for one in ONE_OFF:
        assert one.week_offset in WEEKS
        yield one.room, one.week_offset, one.weekday, one.start, one.end, one.title


def test_no_two_bookings_overlap() -> None:
    days = defaultdict(list)
    for room, week, weekday, start, end, title in every_booking():
        days[room, week, weekday].append((start, end, title))
    for day, bookings in days.items():
        bookings.sort()
        for before, after in pairwise(bookings):
            assert before[1] <= after[0], (day, before, after)


def test_density_is_realistic() -> None:
    def minutes(time: str) -> int:
        return int(time[:2]) * 60 + int(time[3:])

    taken: Counter[str] = Counter()
    for room, _, _, start, end, _ in every_booking():
        taken[room] += minutes(end) - minutes(start)
    shares = {
        r.slug: taken[r.slug] / (len(WEEKS) * sum(minutes(c) - minutes(o) for _, o, c in r.opening_hours))
        for r in ROOMS
        if r.is_bookable
    }
    assert all(0.05 <= share <= 0.75 for share in shares.values()), shares
    assert max(shares.values()) >= 0.55, shares


def test_one_off_bookings() -> None:
    assert sum(o.organiser == "agent" and o.week_offset in (0, 1, 2) for o in ONE_OFF) == 6
    cancelled = [o for o in ONE_OFF if o.cancelled_by]
    assert len(cancelled) == 3
    assert all(o.cancelled_by in AGENT and o.cancel_reason for o in cancelled)
    assert not any(o.cancel_reason for o in ONE_OFF if not o.cancelled_by)
