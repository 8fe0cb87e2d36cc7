"""Rooms with all sorts of rules, closures and bookings, drawn from a seed."""

import random
from datetime import date, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.people.models import Agent
from rooms.availability import occupancy
from rooms.models import Closure, Layout, Level, Room, RoomProblem, RoomRight
from tests.rooms.factories import TODAY, SiteFactory, a_booking, a_room, hours

# Winter, the night of the clocks, public holidays (1 May 2027 is a Saturday, 25 December a Friday).
DAYS = [TODAY + timedelta(days=n) for n in (0, 1, 2, 4, 5, 7, 29)] + [date(2027, 3, 29), date(2027, 12, 24)]
CLOCKS = [f"{hour:02}:{minute:02}" for hour in range(7, 20) for minute in (0, 15, 30)]


def many_rooms(rng: random.Random, agent: Agent) -> None:
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
            RoomProblem.objects.create(room=room, equipment=thing, words="Cassé", reported_by=agent)
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


def many_bookings(rng: random.Random, agent: Agent) -> None:
    rooms = list(Room.objects.all())
    for _ in range(90):
        room, period = rng.choice(rooms), a_period(rng, rng.choice(DAYS[:6]))
        if not occupancy.conflicts([room], [period]):
            a_booking(room, agent, period)


def a_period(rng: random.Random, day: date, length: int = 8) -> DateTimeTZRange:
    start = rng.randrange(len(CLOCKS) - length)
    return hours(CLOCKS[start], CLOCKS[start + rng.randint(1, length)], on=day)
