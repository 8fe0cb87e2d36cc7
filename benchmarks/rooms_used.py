"""A copy of the town at a million bookings, for the measures that write: the one that is kept stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, time, timedelta

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from psycopg import sql

from benchmarks.databases import database, use
from benchmarks.rooms_data import MANY, make_rooms, town_of
from rooms.availability import cells
from rooms.models import Room, Site

USED = "bench_rooms_used"
# Nobody booked there: what is raced for is free for the year.
RACED = "courses"
RACED_ROOMS = 12


@contextmanager
def used_town() -> Iterator[BaseDatabaseWrapper]:
    """In use by this thread within the block, with a site of free rooms; dropped at its end."""
    home, kept, used = connections["default"], town_of(MANY), sql.Identifier(USED)
    # A database in use cannot be copied: the part before this one may have left it so.
    home.close()
    kept.close()
    with closing(database("postgres")) as apart, apart.cursor() as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(used))
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                used, sql.Identifier(str(kept.settings_dict["NAME"]))
            )
        )
        wrapper = database(USED)
        use(wrapper)
        try:
            make_rooms(RACED, RACED_ROOMS)
            yield wrapper
        finally:
            wrapper.close()
            use(home)
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(used))


def raced_rooms() -> list[Room]:
    return list(Room.objects.filter(site__slug=RACED).order_by("pk"))


def divisible() -> tuple[Room, list[Room]]:
    """« Conseil » and its two parts: the whole holds the cells of both."""
    site = Site.objects.get(slug=RACED)
    hours = [(weekday, time(8), time(19)) for weekday in range(7)]
    parts = [
        cells.create_room(
            site=site, name=f"Conseil {letter}", slug=f"conseil-{letter}", capacity=30, hours=hours
        )
        for letter in "ab"
    ]
    whole = cells.create_room(site=site, name="Conseil", slug="conseil-entier", capacity=60, hours=hours)
    whole.cells.set([cell for part in parts for cell in part.cells.all()])
    return whole, parts


def next_monday() -> date:
    today = timezone.localdate()
    return today + timedelta(days=7 - today.weekday())


def overlaps() -> int:
    """Pairs of occupancies of one cell that overlap, whatever the constraint believes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT lower(blocked_during) < max(upper(blocked_during)) OVER earlier AS over"
            " FROM rooms_occupancy WINDOW earlier AS (PARTITION BY cell_id ORDER BY lower(blocked_during)"
            " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS seen WHERE over"
        )
        return int(cursor.fetchone()[0])


def deadlocks_seen() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])
