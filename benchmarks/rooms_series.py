"""A series of 52 weeks at a million bookings: its statements, and eight clients who want the same five rooms."""

from __future__ import annotations

import random
import time as clock
from datetime import timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from benchmarks.measure import Figure, at_most, exactly
from benchmarks.people import reader
from benchmarks.rooms_races import ACCEPTED, TAKEN, attempt, others, run
from benchmarks.rooms_used import next_monday, raced_rooms
from core.people.models import Agent
from rooms.models import Booking, Room
from rooms.recurrence import Frequency, Rule
from rooms.series.book import Wanted, book_series
from rooms.series.plan import Obstructed

DATES = 52
MOST_STATEMENTS = 30
CLIENTS, RACED = 8, 5
WEDNESDAY = 2


def wanted(room: Room, weekday: int, hour: int) -> Wanted:
    rule = Rule(Frequency.WEEKLY, weekdays=(weekday,), count=DATES)
    first = next_monday() + timedelta(days=weekday)
    return Wanted(room, rule, first, starts_at=hour * 60, ends_at=hour * 60 + 60, title="Réunion")


def figures() -> list[Figure]:
    # The first two are those of the actions, which left bookings there.
    return [statements(raced_rooms()[2], reader()), *raced()]


def statements(room: Room, agent: Agent) -> Figure:
    series = wanted(room, 5, 9)
    began = clock.perf_counter()
    with CaptureQueriesContext(connection) as sent, transaction.atomic():
        book_series(series, by=agent)
        transaction.set_rollback(True)
    spent = (clock.perf_counter() - began) * 1000
    note = f"{spent:.0f} ms, once"
    return at_most(f"a series of {DATES}, statements", len(sent), MOST_STATEMENTS, digits=0, note=note)


def raced() -> list[Figure]:
    """Everyone wants the same hour of the same weekday in each of the rooms, each in an order of their own."""
    rooms = raced_rooms()[2 : 2 + RACED]

    def one(agent: Agent, draw: random.Random) -> list[str]:
        return [book(room, agent) for room in draw.sample(rooms, len(rooms))]

    outcomes = run(CLIENTS, one)
    mine = Booking.objects.confirmed().filter(room__in=rooms, series__isnull=False, occupancies__isnull=False)
    label = f"{CLIENTS} clients, series of {DATES} in the same {RACED} rooms"
    return [
        exactly(f"{label}, accepted", outcomes.count(ACCEPTED), RACED),
        exactly(f"{label}, dates held", mine.count(), RACED * DATES),
        exactly(
            f"{label}, told that the dates are taken",
            outcomes.count(TAKEN),
            (CLIENTS - 1) * RACED,
            note=others(outcomes),
        ),
    ]


def book(room: Room, agent: Agent) -> str:
    """All the dates taken, it is « taken »; some of them only, it would be a series torn in two."""
    series = wanted(room, WEDNESDAY, 17)
    refused: list[int] = []

    def action() -> None:
        try:
            book_series(series, by=agent)
        except Obstructed as refusal:
            refused.append(len(refusal.plan.open))

    outcome = attempt(action)
    if not refused:
        return outcome
    return TAKEN if refused == [DATES] else f"{refused[0]} dates refused"
