"""150 rooms of three sites at a million bookings: what pages cost more than at a thousand, and races."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import repeat
from threading import Barrier

from django.db import connections
from django.urls import reverse
from django.utils import timezone

from benchmarks.databases import copy_of, count, database, use
from benchmarks.measure import Figure, at_most, exactly
from benchmarks.pages import Page, take_turns
from benchmarks.rooms_data import FEW, MANY, SITE, SLOTS, make_rooms, measured_day, slot, town_of
from core.people.models import Agent
from rooms import links, periods
from rooms.availability.conflicts import Conflict
from rooms.bookings import actions
from rooms.models import Booking, Room

GROWTH_GOAL = 1.2
CLIENTS = 16
# Nobody booked at this site: what is raced for is free for the year.
USED, RACED, RACED_ROOMS = "bench_rooms_used", "courses", 10
ACCEPTED, TAKEN = "accepted", "déjà réservée"
OVERLAPS = """
    SELECT count(*) FROM (
        SELECT lower(blocked_during) < max(upper(blocked_during)) OVER earlier AS over
        FROM rooms_occupancy
        WINDOW earlier AS (PARTITION BY cell_id ORDER BY lower(blocked_during)
                           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ) AS seen WHERE over
"""
DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


def figures() -> list[Figure]:
    seen = growth()
    with copy_of(town_of(MANY), USED):
        return [*seen, *races()]


def growth() -> list[Figure]:
    """The week that is shown is the same at each size."""
    day = measured_day(timezone.localdate())
    addresses = {
        "day of 50 rooms": links.day(SITE, day),
        "week of one room": links.week(f"{SITE}-07", day),
        "week of 50 rooms": f"{reverse('rooms:week_of_rooms')}?site={SITE}&le={day}",
    }
    figures, towns = [], [town_of(size) for size in (FEW, MANY)]
    for name, address in addresses.items():
        small, large = (Page(name, 0, repeat(address), "agent0", town) for town in towns)
        take_turns([small, large])
        note = f"{large.cost:.1f} and {small.cost:.1f} ms"
        label = f"{name}, at {MANY:,} and at {FEW:,} bookings"
        figures += [
            at_most(label, large.cost / small.cost, GROWTH_GOAL, " ×", note=note),
            exactly(f"{label}, statements", large.statements, small.statements),
        ]
    for town in towns:
        # A database in use cannot be copied.
        town.close()
    return figures


def races() -> list[Figure]:
    deadlocks = count(DEADLOCKS)
    return [
        *hundred_slots(make_rooms(RACED, RACED_ROOMS)),
        # Whatever the constraint believes.
        exactly("races, occupancies of one cell that overlap", count(OVERLAPS), 0),
        exactly("races, deadlocks seen by PostgreSQL", count(DEADLOCKS) - deadlocks, 0),
    ]


def run(one: Callable[[Agent, random.Random], list[str]]) -> list[str]:
    """What every client was told, each on a thread and a connection of its own."""
    start = Barrier(CLIENTS)

    def client(number: int) -> list[str]:
        use(database(USED))
        try:
            agent = Agent.objects.get(identifiant=f"agent{number}")
            start.wait(30)
            return one(agent, random.Random(number))
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        return [outcome for outcomes in pool.map(client, range(CLIENTS)) for outcome in outcomes]


def book(room: Room, agent: Agent, day: date, number: int) -> str:
    try:
        actions.book(room, by=agent, period=slot(day, number), title="Réunion")
    except Conflict as refusal:
        sentence = str(refusal.messages[0])
        return TAKEN if TAKEN in sentence else sentence
    except Exception as error:  # whatever else happens is what the race is looking for
        return f"{type(error).__name__}: {error}"
    return ACCEPTED


def hundred_slots(rooms: list[Room]) -> list[Figure]:
    """Every client tries every slot, each in an order of its own."""
    today = timezone.localdate()
    # A Monday.
    day = today + timedelta(days=21 - today.weekday())
    slots = [(room, number) for room in rooms for number in range(SLOTS)]

    def one(agent: Agent, draw: random.Random) -> list[str]:
        return [book(room, agent, day, number) for room, number in draw.sample(slots, len(slots))]

    outcomes = run(one)
    on = Booking.objects.confirmed().filter(room__in=rooms, period__contained_by=periods.whole_day(day))
    held = on.filter(occupancies__isnull=False).count()
    label = f"{CLIENTS} clients for {len(slots)} slots"
    refused = len(slots) * (CLIENTS - 1)
    note = "; ".join(sorted({*outcomes} - {ACCEPTED, TAKEN}))[:200]
    return [
        exactly(f"{label}, accepted", outcomes.count(ACCEPTED), len(slots)),
        exactly(f"{label}, held in the database", held, len(slots)),
        exactly(f"{label}, refused as « {TAKEN} »", outcomes.count(TAKEN), refused, note=note),
    ]
