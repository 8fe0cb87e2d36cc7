"""A room free at each of 52 dates, among 150 at a million bookings, against the best bare statement that was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import time, timedelta
from functools import partial
from typing import Any

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from benchmarks.databases import use
from benchmarks.measure import Figure, at_most, described, exactly, take_turns
from benchmarks.people import reader
from benchmarks.rooms_data import MANY, town_of
from benchmarks.rooms_used import next_monday
from core.people.models import Agent
from rooms import periods
from rooms.availability.free_rooms import Criteria, free_rooms

DATES, PEOPLE = 52, 8
GOAL, LONGEST = 2.0, 200.0
REQUESTS = 50
# At ten, some are taken at each room; at six in the evening nobody is there, and every date of every room is looked at.
HOURS = {"at 10 h": 10, "at 18 h, when all are free": 18}

_DESCRIBED = """
    SELECT room.id, room.slug, room.name, room.capacity, room.floor, room.is_step_free, site.name,
           (SELECT array_agg(equipment.name) FROM rooms_room_equipment theirs
            JOIN rooms_equipment equipment ON equipment.id = theirs.equipment_id WHERE theirs.room_id = room.id)
    FROM rooms_room room JOIN rooms_site site ON site.id = room.site_id
    WHERE room.is_bookable AND room.capacity >= %(people)s
"""
# Each date looked at apart, and a room is out at its first clash; or all the dates at once, as one multirange.
BARE = {
    "date by date": f"""{_DESCRIBED}
        AND NOT EXISTS (
            SELECT FROM unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) AS asked (starts, ends)
            JOIN rooms_room_cells cells ON cells.room_id = room.id
            JOIN rooms_occupancy held ON held.cell_id = cells.cell_id
                 AND held.blocked_during && tstzrange(asked.starts - make_interval(mins => room.buffer_before),
                                                      asked.ends + make_interval(mins => room.buffer_after))
        )
        ORDER BY room.capacity""",
    "dates side by side": f"""{_DESCRIBED}
        AND NOT EXISTS (
            SELECT FROM rooms_room_cells cells
            CROSS JOIN LATERAL (
                SELECT FROM unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) AS asked (starts, ends)
                CROSS JOIN LATERAL (
                    SELECT FROM rooms_occupancy held
                    WHERE held.cell_id = cells.cell_id
                      AND held.blocked_during && tstzrange(asked.starts - make_interval(mins => room.buffer_before),
                                                           asked.ends + make_interval(mins => room.buffer_after))
                    LIMIT 1
                ) AS one
                LIMIT 1
            ) AS clash
            WHERE cells.room_id = room.id
        )
        ORDER BY room.capacity""",
    "as a multirange": f"""{_DESCRIBED}
        AND NOT EXISTS (
            SELECT FROM rooms_room_cells cells
            JOIN rooms_occupancy held ON held.cell_id = cells.cell_id
                 AND held.blocked_during && (
                     SELECT range_agg(tstzrange(asked.starts - make_interval(mins => room.buffer_before),
                                                asked.ends + make_interval(mins => room.buffer_after)))
                     FROM unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) AS asked (starts, ends)
                 )
            WHERE cells.room_id = room.id
        )
        ORDER BY room.capacity""",
}  # fmt: skip


def figures() -> list[Figure]:
    use(town_of(MANY))
    agent = reader()
    return [figure for name, hour in HOURS.items() for figure in found(name, hour, agent)]


def dates(hour: int) -> list[DateTimeTZRange]:
    days = [next_monday() + timedelta(weeks=number) for number in range(DATES)]
    return [DateTimeTZRange(periods.at(day, time(hour)), periods.at(day, time(hour + 1))) for day in days]


def found(name: str, hour: int, agent: Agent) -> list[Figure]:
    asked = dates(hour)
    given = {"people": PEOPLE, "starts": [one.lower for one in asked], "ends": [one.upper for one in asked]}
    horizon = asked[-1].lower.date()

    def find() -> Sequence[Any]:
        # As a request finds its agent.
        return free_rooms(
            asked, by=Agent.objects.get(pk=agent.pk), wishes=Criteria(people=PEOPLE), horizon=horizon
        )

    contenders: dict[str, Callable[[], object]] = {
        plan: partial(rows, statement, given) for plan, statement in BARE.items()
    }
    counts = {plan: len(rows(statement, given)) for plan, statement in BARE.items()}
    medians = take_turns({"find": find, **contenders}, requests=REQUESTS)
    best = min(BARE, key=lambda plan: medians[plan])
    print(f"\n{name}, the best bare plan ({best}):\n{explained(BARE[best], given)}\n", flush=True)
    label = f"a room for {DATES} dates {name}"
    note = f"{described(medians)}; {len(find())} found, {counts[best]} by the bare statement, which knows no right"
    return [
        at_most(
            f"{label}, ratio to the best bare statement",
            medians["find"] / medians[best],
            GOAL,
            " ×",
            note=note,
        ),
        at_most(label, medians["find"], LONGEST, " ms", digits=1),
        exactly(f"{label}, the bare statements agree", len(set(counts.values())), 1),
    ]


def rows(statement: str, given: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()


def explained(statement: str, given: dict[str, Any]) -> str:
    return "\n".join(line for (line,) in rows(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {statement}", given))
