"""What is found is exactly what may be booked."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.people.models import Agent
from rooms.availability import occupancy, rules
from rooms.availability.free_rooms import Criteria, FoundRoom, free_rooms
from rooms.availability.free_rooms.at_times import FREE_ROOMS, _times
from rooms.availability.free_rooms.criteria import parameters
from rooms.models import Equipment, Room
from rooms.pages.find_room import nearly
from rooms.pages.find_room.forms import FindForm
from tests.rooms.availability.generated import DAYS, a_period, many_bookings, many_rooms
from tests.rooms.factories import TOMORROW, a_room, hours


def brute(periods: Sequence[DateTimeTZRange], wishes: Criteria, *, by: Agent) -> dict[int, list[str]]:
    """What each room that may be booked lacks, by the rules and the look for clashes that actions use."""
    rooms = list(Room.objects.select_related("site").prefetch_related("layouts", "equipment"))
    refused = {room for each in rules.obstacles(rooms, periods, by=by) for room in each}
    refused |= {room for _, room, _ in occupancy.conflicts(rooms, periods)}
    lacking = {}
    for room in rooms:
        if room.pk in refused:
            continue
        broken = {problem.equipment_id for problem in room.problems.filter(fixed_at=None)}
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


@pytest.mark.parametrize("seed", range(2))
def test_agrees_with_the_actions_own_rules(seed: int, author: Agent, room_manager: Agent) -> None:
    rng = random.Random(seed)
    many_rooms(rng, author)
    many_bookings(rng, author)
    things = list(Equipment.objects.all())
    sizes = set()
    for _ in range(15):
        periods = [a_period(rng, day, 3) for day in sorted(rng.sample(DAYS, rng.choice([1, 1, 2, 3])))]
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


def test_has_what_is_asked_in_python_and_in_sql(author: Agent, room_manager: Agent) -> None:
    """« Nearly free » describes rooms that the search cannot give: the others, it describes alike."""
    rng, period = random.Random(1), hours("15:00", "16:00", on=DAYS[1])
    many_rooms(rng, author)
    things = list(Equipment.objects.all())
    sizes = set()
    for _ in range(20):
        wishes = Criteria(
            people=rng.choice([1, 6, 10, 20]),
            equipment=rng.sample(things, rng.choice([0, 0, 1, 2])),
            step_free=rng.random() < 0.3,
            site=rng.choice([None, None, Room.objects.earliest("pk").site]),
        )
        by, form = rng.choice([author, room_manager]), cast("FindForm", SimpleNamespace(wishes=wishes))
        fitting = [nearly._found(room, form, by=by) for room in nearly._fitting(form)]
        may_be_booked = brute([period], wishes, by=by)
        found = free_rooms([period], by=by, wishes=wishes)
        by_number = {one.room_id: one for one in fitting if one.room_id in may_be_booked}
        assert by_number == {one.room_id: replace(one, is_open=True) for one in found}
        sizes.add(len(found))
    assert len(sizes) >= 3, "the examples are all alike"


def _smallest_first(one: FoundRoom) -> tuple[Any, ...]:
    return not one.is_open, bool(one.lacks), one.places, one.capacity


def test_what_is_held_is_read_in_its_order(author: Agent) -> None:
    """Of so few rows the planner would read the table, or sort what another index gives."""
    a_room()
    asked = [hours("09:00", "10:00", on=TOMORROW + timedelta(days=7 * n)) for n in range(52)]
    with connection.cursor() as cursor:
        for other in ("seqscan", "bitmapscan", "sort"):
            cursor.execute(f"SET LOCAL enable_{other} = off")
        cursor.execute(f"EXPLAIN {FREE_ROOMS}", {**parameters(Criteria(), by=author), **_times(asked)})
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Backward using occupancy_in_order" in plan
    assert "lower(blocked_during) <" in plan[plan.index("occupancy_in_order") :].splitlines()[1]
