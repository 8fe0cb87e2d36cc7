"""Actions by chance, one by one: after each, what is held is what the bookings that stand keep, and no more."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.people.models import Agent
from core.people.roles import Role
from rooms import check_in, periods, waiting_list
from rooms.availability import occupancy
from rooms.availability.rule_context import standing_in_the_way
from rooms.bookings import actions
from rooms.bookings.actions import swap
from rooms.closures import actions as closing
from rooms.models import Booking, Closure, Level, Occupancy, Room, Wait
from rooms.requests import actions as requests
from rooms.series.actions import cancel_series, change_series, give_series
from rooms.series.book import book_series
from rooms.series.change import Scope
from rooms.series.plan import DateChoice, DateWay, Obstructed
from tests.factories import AgentFactory
from tests.rooms.factories import NOW, TOMORROW, a_room, changed
from tests.rooms.series.factories import a_change, wanted, weekly

pytestmark = pytest.mark.django_db


def wanted_of_cells() -> dict[tuple[int, int], tuple[datetime, datetime]]:
    """What standing bookings keep of each cell, with the minutes around them of each of its rooms."""
    found: dict[tuple[int, int], tuple[datetime, datetime]] = {}
    for booking in Booking.objects.holding().for_list():
        for room in booking.all_rooms:
            around = occupancy.blocked(room, booking.period)
            for cell in room.cells.all():
                starts, ends = found.get((booking.pk, cell.pk), (around.lower, around.upper))
                found[booking.pk, cell.pk] = min(starts, around.lower), max(ends, around.upper)
    return found


@dataclass
class World:
    """A room that can be divided, one part of which is asked for; one with buffers, where presence is said."""

    rooms: list[Room]
    agents: list[Agent]
    manager: Agent
    chance: random.Random = field(default_factory=random.Random)

    def one(self, several: Iterable[Any]) -> Any:
        found = list(several)
        if not found:
            raise ValidationError("rien")
        return self.chance.choice(found)

    @property
    def who(self) -> Agent:
        # Read again: rights are kept with an agent for as long as a request.
        return Agent.objects.get(pk=self.one([*self.agents, self.manager]).pk)

    @property
    def booking(self) -> Booking:
        chosen: Booking = self.one(Booking.objects.for_list().order_by("pk"))
        return chosen

    @property
    def of_series(self) -> Booking:
        chosen: Booking = self.one(Booking.objects.filter(series__isnull=False).for_list().order_by("pk"))
        return chosen

    @property
    def several(self) -> list[Room]:
        return self.chance.sample(self.rooms, self.chance.choice([1, 1, 2, 3]))

    @property
    def period(self) -> DateTimeTZRange:
        start = periods.at(self.one([TOMORROW, NOW.date()]), datetime.min.time()) + timedelta(
            minutes=15 * self.chance.randrange(36, 48)
        )
        return DateTimeTZRange(start, start + timedelta(minutes=15 * self.chance.randrange(1, 9)))


def book(world: World) -> None:
    room, *others = world.several
    actions.book(room, by=world.who, period=world.period, title="x", other_rooms=others)


def change(world: World) -> None:
    room, *others = world.several
    changed(world.booking, by=world.who, room=room, other_rooms=others, period=world.period, reason="x")


def shorten(world: World) -> None:
    booking = world.booking
    period = DateTimeTZRange(booking.period.lower, booking.period.upper - timedelta(minutes=15))
    changed(booking, by=world.who, period=period, is_private=True, reason="x")


def cancel(world: World) -> None:
    actions.cancel(world.booking, by=world.who, reason="x")


def exchange(world: World) -> None:
    swap(world.booking, world.booking, by=world.who, reason="x")


def series(world: World) -> None:
    room, *others = world.several
    fields = {"rule": weekly(3), "first_date": TOMORROW, "other_rooms": tuple(others)}
    book_series(wanted(room, **fields), by=world.who)


def series_change(world: World) -> None:
    booking, by = world.of_series, world.who
    scope: Scope = world.one([*Scope])
    assert booking.series
    fields: dict[str, Any] = {"starts_at": 570, "ends_at": 630, "room": world.one(world.rooms)}
    if world.chance.random() < 0.5:
        fields["days"] = world.one([-7, 7])
    else:
        fields["rule"] = weekly(5)
    given: dict[str, Any] = {"by": by, "scope": scope, "reason": "x", "is_agreed": True}
    try:
        change_series(booking, a_change(booking.series, **fields), **given)
    except Obstructed as refused:
        choices = {
            line.date: DateChoice(world.one([DateWay.SKIP, DateWay.KEEP])) for line in refused.plan.open
        }
        booking = Booking.objects.for_list().get(pk=booking.pk)
        assert booking.series
        change_series(booking, a_change(booking.series, **fields), choices=choices, **given)


def series_cancel(world: World) -> None:
    cancel_series(world.of_series, by=world.who, scope=world.one([*Scope]), reason="x")


def series_give(world: World) -> None:
    booking = world.of_series
    assert booking.series
    give_series(booking.series, to=world.who, by=world.who)


def wait(world: World) -> None:
    waiting_list.ask(world.one(world.rooms), by=world.who, period=world.period, title="x")


def answer_offer(world: World) -> None:
    asked: Wait = world.one(Wait.objects.order_by("pk"))
    world.one([waiting_list.take, waiting_list.leave])(asked, by=asked.agent)


def answer_request(world: World) -> None:
    if world.chance.random() < 0.5:
        requests.accept(world.booking, by=world.who)
    else:
        requests.decline(world.booking, by=world.who, reason="x")


def close(world: World) -> None:
    room: Room = world.one(world.rooms)
    period = periods.whole_day(TOMORROW)
    closed = list(Room.objects.sharing_cells_with(room))
    elsewhere: dict[str, Room | None] = {
        booking.reference: world.one([*world.rooms, None]) for booking in standing_in_the_way(closed, period)
    }
    closing.close(by=world.manager, period=period, reason="Vote", room=room, decisions=elsewhere)
    Closure.objects.update(lifted_at=timezone.now())


def at_the_door(world: World) -> None:
    world.one([check_in.check_in, check_in.finish])(world.booking, by=world.who)


ACTIONS = [
    *(book, book, change, change, shorten, cancel, exchange, wait, answer_offer, answer_request, close),
    *(series, series_change, series_cancel, series_give, at_the_door),
]
STEPS = st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 2**32), st.integers(0, 3)), max_size=20)


@pytest.fixture
def world(db: None) -> World:
    parts = [a_room(), a_room(everyone_may=Level.ASK)]
    whole = a_room()
    whole.cells.set([part.cells.get() for part in parts])
    rooms = [whole, *parts, a_room(buffer_before=15, buffer_after=30, needs_check_in=True)]
    agents = [AgentFactory.create() for _ in range(2)]
    return World(rooms, agents, AgentFactory.create(roles=[Role.ROOM_MANAGER]))


@given(steps=STEPS)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
def test_what_is_held_is_what_stands(world, steps):
    with transaction.atomic(), time_machine.travel(f"{NOW.isoformat()}Z", tick=False) as clock:
        for action, seed, quarters in steps:
            world.chance = random.Random(seed)
            clock.shift(timedelta(minutes=15 * quarters))
            for task in (check_in.free_unattended, waiting_list.settle, requests.end_unanswered):
                task()
            try:
                with transaction.atomic():
                    action(world)
            except (ValidationError, PermissionDenied):
                pass
            held = Occupancy.objects.values_list("booking", "cell", "blocked_during")
            assert {(b, c): (at.lower, at.upper) for b, c, at in held} == wanted_of_cells(), action.__name__
        transaction.set_rollback(True)
