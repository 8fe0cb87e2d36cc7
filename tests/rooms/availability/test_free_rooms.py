"""What is found is exactly what may be booked."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.people.models import Agent
from rooms.availability import occupancy, rules
from rooms.availability.free_rooms import Criteria, FoundRoom, free_rooms
from rooms.availability.free_rooms.at_times import FREE_ROOMS, _times
from rooms.availability.free_rooms.criteria import parameters
from rooms.models import Closure, Equipment, Layout, Level, Room, RoomProblem, RoomRight
from tests.rooms.factories import TODAY, TOMORROW, SiteFactory, a_booking, a_room, hours

# Winter, the night of the clocks, public holidays (1 May 2027 is a Saturday, 25 December a Friday).
DAYS = [TODAY + timedelta(days=n) for n in (0, 1, 2, 4, 5, 7, 29)] + [date(2027, 3, 29), date(2027, 12, 24)]
CLOCKS = [f"{hour:02}:{minute:02}" for hour in range(7, 20) for minute in (0, 15, 30)]


def brute(periods: Sequence[DateTimeTZRange], wishes: Criteria, *, by: Agent) -> dict[int, list[str]]:
    """What each room that may be booked lacks, by the rules and the look for clashes that actions use."""
    rooms = list(Room.objects.select_related("site").prefetch_related("layouts", "equipment"))
    refused = {room for each in rules.obstacles(rooms, periods, by=by) for room in each}
    refused |= {room for _, room, _ in occupancy.conflicts(rooms, periods)}
    lacking = {}
    for room in rooms:
        if room.pk in refused:
            continue
        broken = {problem.equipment_id for problem in room.problems.filter(mended_at=None)}
        has = {one.pk for one in room.equipment.all()} - broken
        lacking[room.pk] = [
            *(["people"] if _places(room) < wishes.people else []),
            *(["step_free"] if wishes.step_free and not room.is_step_free else []),
            *(["site"] if wishes.site and room.site_id != wishes.site.pk else []),
            *(str(one.pk) for one in wishes.equipment if one.pk not in has),
        ]
        if _places(room) < wishes.people * 0.75:
            del lacking[room.pk]
    return lacking


def _places(room: Room) -> int:
    return max([room.capacity, *(layout.capacity for layout in room.layouts.all())])


def _many_rooms(rng: random.Random, agent: Agent) -> None:
    sites = [SiteFactory.create(), SiteFactory.create(is_open_on_holidays=True)]
    equipment = [["écran"], ["écran", "visio"], ["visio", "micro"], []]
    cells = []
    for number in range(14):
        room = a_room(
            site=sites[number % 2],
            capacity=rng.choice([4, 8, 12, 30]),
            equipment=rng.choice(equipment),
            is_step_free=rng.random() < 0.5,
            is_bookable=number != 5,
            buffer_before=rng.choice([0, 0, 30]),
            buffer_after=rng.choice([0, 0, 15, 60]),
            everyone_may=rng.choice([Level.TITLES, Level.ASK, Level.BOOK, Level.BOOK]),
            notice_hours=rng.choice([0, 0, 0, 24]),
            ahead_days=rng.choice([None, None, 10]),
            longest_minutes=rng.choice([None, None, 90]),
            person_quota_minutes=120 if number == 3 else None,
        )
        cells.append(room.cells.get())
        if rng.random() < 0.3:
            Layout.objects.create(room=room, name="en théâtre", capacity=room.capacity + 10)
        if rng.random() < 0.3:
            RoomRight.objects.create(room=room, direction=agent.direction, level=rng.choice(Level.values))
        if rng.random() < 0.3 and (thing := room.equipment.first()):
            RoomProblem.objects.create(room=room, equipment=thing, words="Cassé", told_by=agent)
    # Divisible: the last room is made of the first two.
    Room.objects.latest("pk").cells.set(cells[:2])
    _some_closures(sites[0], agent)


def _some_closures(site: Any, agent: Agent) -> None:
    room = Room.objects.earliest("pk")
    for scope, period in (
        ({"room": room}, hours("09:00", "12:00", on=DAYS[1])),
        ({"site": site}, hours("14:00", "20:00", on=DAYS[3])),
        ({}, hours("10:00", "11:00", on=DAYS[4])),
    ):
        Closure.objects.create(period=period, reason="Travaux", created_by=agent, **scope)
    lifted = Closure.objects.create(period=hours("00:00", "23:00"), reason="Non", created_by=agent)
    Closure.objects.filter(pk=lifted.pk).update(lifted_at=lifted.created_at)


def _bookings(rng: random.Random, agent: Agent) -> None:
    rooms = list(Room.objects.all())
    for _ in range(90):
        room, period = rng.choice(rooms), _period(rng, rng.choice(DAYS[:6]))
        if not occupancy.conflicts([room], [period]):
            a_booking(room, agent, period)


def _period(rng: random.Random, day: date, length: int = 8) -> DateTimeTZRange:
    start = rng.randrange(len(CLOCKS) - length)
    return hours(CLOCKS[start], CLOCKS[start + rng.randint(1, length)], on=day)


@pytest.mark.parametrize("seed", range(2))
def test_agrees_with_the_actions_own_rules(seed: int, author: Agent, room_manager: Agent) -> None:
    rng = random.Random(seed)
    _many_rooms(rng, author)
    _bookings(rng, author)
    things = list(Equipment.objects.all())
    sizes = set()
    for _ in range(15):
        periods = [_period(rng, day, 3) for day in sorted(rng.sample(DAYS, rng.choice([1, 1, 2, 3])))]
        wishes = Criteria(
            people=rng.choice([1, 6, 10, 20]),
            equipment=rng.sample(things, rng.choice([0, 0, 1, 2])),
            step_free=rng.random() < 0.3,
            site=rng.choice([None, None, Room.objects.earliest("pk").site]),
        )
        by = rng.choice([author, author, room_manager])
        expected = brute(periods, wishes, by=by)
        found = free_rooms(periods, by=by, wishes=wishes, may_lack=1)
        assert {one.room_id: [one.lacks] if one.lacks else [] for one in found} == {
            room: lacks for room, lacks in expected.items() if len(lacks) <= 1
        }
        assert found == sorted(found, key=_smallest_first)
        assert free_rooms(periods, by=by, wishes=wishes) == [one for one in found if not one.lacks]
        sizes.add(len(found))
    assert len(sizes) >= 3, "the examples are all alike"


def _smallest_first(one: FoundRoom) -> tuple[Any, ...]:
    return not one.is_open, bool(one.lacks), one.places, one.capacity


def test_what_is_held_is_read_in_the_exclusion_index(author: Agent) -> None:
    """Of so few rows the planner would read the table, or the index of cells; nor does it always begin by the cell."""
    a_room()
    asked = [hours("09:00", "10:00", on=TOMORROW + timedelta(days=7 * n)) for n in range(52)]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'rooms_occupancy' AND indexdef LIKE '%btree (cell_id)'"
        )
        for (index,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX {index}")
        cursor.execute(f"EXPLAIN {FREE_ROOMS}", {**parameters(Criteria(), by=author), **_times(asked)})
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "using occupancy_one_at_a_time" in plan
    assert "blocked_during &&" in plan[plan.index("occupancy_one_at_a_time") :].splitlines()[1]
