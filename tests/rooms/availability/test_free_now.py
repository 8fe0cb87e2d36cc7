"""« Libre maintenant » is kept in memory for all agents: it is always as if it had just been read."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from core.people.models import Agent
from core.people.roles import Role
from rooms import periods
from rooms.availability import occupancy
from rooms.availability.free_rooms import free_now, now
from rooms.models import Booking, Closure, Equipment, Level, Room, RoomRight, Site
from tests.factories import AgentFactory
from tests.rooms.availability.generated import many_bookings, many_rooms
from tests.rooms.factories import TODAY, a_booking, hours

pytestmark = pytest.mark.django_db


def forget() -> None:
    now._free.cache_clear()
    now._bookable.cache_clear()


def book(draw: random.Random, room: Room, agent: Agent) -> None:
    start = periods.started_quarter(timezone.now()) + timedelta(minutes=15 * draw.randint(0, 12))
    period = periods.DateTimeTZRange(start, start + timedelta(minutes=30))
    if not occupancy.conflicts([room], [period]):
        a_booking(room, agent, period)


def free_one(draw: random.Random, room: Room, agent: Agent) -> None:
    if booking := draw.choice([None, *Booking.objects.filter(room=room)]):
        occupancy.release([booking])


def close(draw: random.Random, room: Room, agent: Agent) -> None:
    Closure.objects.create(
        room=room, period=hours("11:00", "19:00", on=TODAY), reason="Gel", created_by=agent
    )


def allow(draw: random.Random, room: Room, agent: Agent) -> None:
    level = draw.choice([Level.BOOK, Level.MANAGE])
    RoomRight.objects.update_or_create(room=room, direction=agent.direction, defaults={"level": level})


def equip(draw: random.Random, room: Room, agent: Agent) -> None:
    room.equipment.add(Equipment.objects.create(name=f"Écran {draw.random()}"))


def change(**fields: Callable[[random.Random], object]) -> Callable[[random.Random, Room, Agent], object]:
    return lambda draw, room, agent: Room.objects.filter(pk=room.pk).update(
        **{name: value(draw) for name, value in fields.items()}
    )


CHANGES: list[Callable[[random.Random, Room, Agent], object]] = [
    book,
    book,
    free_one,
    close,
    allow,
    equip,
    change(everyone_may=lambda draw: draw.choice([*Level][:4])),
    change(name=lambda draw: f"Salle {draw.random()}"),
    change(notice_hours=lambda draw: draw.choice([0, 2])),
    change(longest_minutes=lambda draw: draw.choice([None, 60])),
    change(person_quota_minutes=lambda draw: draw.choice([None, 45])),
    change(is_bookable=lambda draw: draw.random() < 0.7),
    lambda draw, room, agent: Site.objects.filter(pk=room.site_id).update(name=f"Site {draw.random()}"),
    lambda draw, room, agent: room.layouts.create(name=f"U {draw.random()}", capacity=draw.randint(20, 60)),
    lambda draw, room, agent: room.opening_hours.filter(weekday=TODAY.weekday()).delete(),
]


@pytest.mark.parametrize("seed", range(4))
def test_what_is_kept_is_what_is_read(seed: int) -> None:
    draw = random.Random(seed)
    agents = [*AgentFactory.create_batch(2), AgentFactory.create(roles=[Role.ROOM_MANAGER])]
    many_rooms(draw, agents[0])
    many_bookings(draw, agents[0])
    forget()
    seen: set[tuple[str, ...]] = set()
    with time_machine.travel(periods.at(TODAY, periods.time(9, 50)), tick=False) as clock:
        for step in range(25):
            room, agent = draw.choice(Room.objects.order_by("pk")), draw.choice(agents)
            draw.choice(CHANGES)(draw, room, agent)
            if step % 8 == 7:
                clock.shift(timedelta(minutes=15))
            kept = [free_now(by=Agent.objects.get(pk=agent.pk)) for agent in agents * 2]
            forget()
            assert kept == [free_now(by=Agent.objects.get(pk=agent.pk)) for agent in agents * 2]
            seen.add(tuple(map(repr, kept)))
    assert len(seen) > 10, "the changes do not show"


def test_nothing_is_read_again_until_something_changes(
    author: Agent, colleague: Agent, room: Room, statements: Callable[[Callable[[], object]], int]
) -> None:
    before = free_now(by=author)
    assert before
    # The roles of the agent, their rights, and the version.
    assert statements(lambda: free_now(by=colleague)) == 3
    a_booking(room, author, hours("09:30", "19:00", on=TODAY))
    colleague = Agent.objects.get(pk=colleague.pk)
    assert statements(lambda: free_now(by=colleague)) == 4
    assert free_now(by=colleague) == free_now(by=author) == before[1:]
