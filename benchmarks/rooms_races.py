"""Races at a million bookings: what many clients at once get, and what none of them may see."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from django.db import connections
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from benchmarks.databases import database, use
from benchmarks.measure import Figure, exactly
from benchmarks.rooms_data import MINUTES, SLOTS, slot
from benchmarks.rooms_used import USED, deadlocks_seen, divisible, next_monday, overlaps, raced_rooms
from core.people.models import Agent
from rooms import periods
from rooms.availability.conflicts import Conflict
from rooms.bookings import actions
from rooms.models import Booking, Room

CLIENTS = 16
RACED_ROOMS = 10
ACCEPTED, TAKEN = "accepted", "déjà réservée"
ROUNDS = 40


def run(clients: int, one: Callable[[Agent, random.Random], list[str]]) -> list[str]:
    """What every client was told, each on a thread and a connection of its own."""
    start = Barrier(clients)

    def client(number: int) -> list[str]:
        use(database(USED))
        try:
            agent = Agent.objects.get(identifiant=f"agent{number}")
            start.wait(30)
            return one(agent, random.Random(number))
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(clients) as pool:
        return [outcome for outcomes in pool.map(client, range(clients)) for outcome in outcomes]


def attempt(action: Callable[[], object]) -> str:
    try:
        action()
    except Conflict as refusal:
        sentence = str(refusal.messages[0])
        return TAKEN if TAKEN in sentence else sentence
    except Exception as error:  # whatever else happens is what the race is looking for
        return f"{type(error).__name__}: {error}"
    return ACCEPTED


def others(outcomes: Sequence[str]) -> str:
    return "; ".join(sorted(set(outcomes) - {ACCEPTED, TAKEN}))[:200]


def figures() -> list[Figure]:
    deadlocks = deadlocks_seen()
    seen = [*hundred_slots(), *whole_against_parts()]
    return [
        *seen,
        exactly("races, occupancies of one cell that overlap", overlaps(), 0),
        exactly("races, deadlocks seen by PostgreSQL", deadlocks_seen() - deadlocks, 0),
    ]


def hundred_slots() -> list[Figure]:
    """Every client tries every slot, each in an order of its own."""
    day, rooms = next_monday() + timedelta(days=14), raced_rooms()[-RACED_ROOMS:]
    slots = [(room, number) for room in rooms for number in range(SLOTS)]

    def one(agent: Agent, draw: random.Random) -> list[str]:
        return [
            book(room, agent, slot(day, number, minutes=MINUTES))
            for room, number in draw.sample(slots, len(slots))
        ]

    outcomes = run(CLIENTS, one)
    on = Booking.objects.confirmed().filter(room__in=rooms, period__contained_by=periods.whole_day(day))
    held = on.filter(occupancies__isnull=False).count()
    refused = len(slots) * (CLIENTS - 1)
    return [
        exactly(f"{CLIENTS} clients for {len(slots)} slots, accepted", outcomes.count(ACCEPTED), len(slots)),
        exactly(f"{CLIENTS} clients for {len(slots)} slots, held in the database", held, len(slots)),
        exactly(
            f"{CLIENTS} clients for {len(slots)} slots, refused as « déjà réservée »",
            outcomes.count(TAKEN),
            refused,
            note=others(outcomes),
        ),
    ]


def book(room: Room, agent: Agent, period: DateTimeTZRange) -> str:
    return attempt(lambda: actions.book(room, by=agent, period=period, title="Réunion"))


def whole_against_parts() -> list[Figure]:
    """A third of the clients want the whole room, the others a part: at each slot the whole wins, or parts do."""
    room, parts = divisible()
    wanted = [room, *parts]
    days = [next_monday() + timedelta(days=number) for number in range(ROUNDS // SLOTS)]
    slots = [(day, number) for day in days for number in range(SLOTS)]

    def one(agent: Agent, draw: random.Random) -> list[str]:
        return [
            book(draw.choice(wanted), agent, slot(day, number, minutes=MINUTES))
            for day, number in draw.sample(slots, len(slots))
        ]

    outcomes = run(CLIENTS, one)
    taken: dict[object, set[int]] = {}
    for booking in Booking.objects.confirmed().filter(room__in=wanted):
        taken.setdefault(booking.period.lower, set()).add(booking.room_id)
    wrong = sum(room.pk in rooms and len(rooms) > 1 for rooms in taken.values())
    strange = len(outcomes) - outcomes.count(ACCEPTED) - outcomes.count(TAKEN)
    return [
        exactly("a divisible room and its parts, slots with someone", len(taken), len(slots)),
        exactly("a divisible room and its parts, both taken", wrong, 0),
        exactly("a divisible room and its parts, told anything else", strange, 0, note=others(outcomes)),
    ]
