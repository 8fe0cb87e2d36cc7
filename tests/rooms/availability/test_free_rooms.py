"""What is found is exactly what may be booked."""

import random
from collections.abc import Sequence
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.people.models import Agent
from rooms.availability import occupancy, rules
from rooms.availability.free_rooms import Candidate, Criteria, look_at
from rooms.models import Equipment, Room
from tests.rooms.availability.generated import DAYS, a_period, many_bookings, many_rooms


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
def test_agrees_with_the_actions_own_rules(seed, author, room_manager):
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
        found = look_at(periods, by=by, wishes=wishes, may_lack=1).free()
        assert {one.room.pk: [one.lacks] if one.lacks else [] for one in found} == {
            room: lacks for room, lacks in expected.items() if len(lacks) <= 1
        }
        assert found == sorted(found, key=_smallest_first)
        assert look_at(periods, by=by, wishes=wishes).free() == [one for one in found if not one.lacks]
        sizes.add(len(found))
    assert len(sizes) >= 3, "the examples are all alike"


def _smallest_first(one: Candidate) -> tuple[Any, ...]:
    return not one.is_open, bool(one.lacks), one.room.places, one.room.capacity
