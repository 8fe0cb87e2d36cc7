"""A calendar of 10,000 events as programs subscribe to it: memory in a process of its own, and the second request."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.utils import timezone

from benchmarks.databases import filled, use
from benchmarks.measure import Figure, at_least, at_most, described, take_turns
from benchmarks.people import make_agents, reader
from benchmarks.rooms_data import ROOMS_A_SITE, SITES, Taken, copy_bookings, make_rooms
from benchmarks.server import CHECKOUT
from core.people import secret_addresses
from rooms.models import Series, Site
from rooms.pages.feeds.feeds import Feed

DATABASE = "bench_rooms_feed"
WEEKS, SINGLE_SLOTS, SERIES_SLOT = 50, 4, 4
# By the number of events: 4 slots × 50 weeks in so many rooms, and a series of 50 dates beside them.
FEW, MANY = 1_000, 10_000
ROOMS = {FEW: 5, MANY: ROOMS_A_SITE}
# What a server-side cursor may hold more, in MB.
FLAT = 3.0
SECOND = 0.05
REQUESTS = 20


def town() -> BaseDatabaseWrapper:
    monday = first_monday()
    recipe = (monday, ROOMS, WEEKS, SINGLE_SLOTS, "with series")
    return filled(DATABASE, lambda: fill(monday), recipe=recipe)


def first_monday() -> date:
    """Of the month: the data is kept for as long."""
    first = timezone.localdate().replace(day=1)
    return first + timedelta(days=-first.weekday() % 7)


def fill(monday: date) -> None:
    agents = make_agents()
    rooms = [*make_rooms(SITES[0], ROOMS[MANY]), *make_rooms(SITES[1], ROOMS[FEW])]
    taken = (
        Taken(room, monday + timedelta(weeks=week), slot)
        for week in range(WEEKS)
        for room in range(len(rooms))
        for slot in range(SINGLE_SLOTS + 1)
    )
    copy_bookings(rooms, agents, taken)
    starts = (8 + SERIES_SLOT) * 60
    Series.objects.bulk_create(
        Series(
            room=room,
            organiser=agents[0],
            title="Réunion",
            rule=f"FREQ=WEEKLY;BYDAY=MO;COUNT={WEEKS}",
            first_date=monday,
            starts_at=starts,
            ends_at=starts + 45,
        )
        for room in rooms
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE rooms_booking booking SET series_id = series.id,"
            " series_date = (lower(period) AT TIME ZONE %(zone)s)::date"
            " FROM rooms_series series WHERE series.room_id = booking.room_id"
            " AND extract(hour FROM lower(period) AT TIME ZONE %(zone)s) = %(hour)s",
            {"zone": timezone.get_default_timezone_name(), "hour": 8 + SERIES_SLOT},
        )


def figures() -> list[Figure]:
    use(town())
    return [*memory(), second_request()]


def memory() -> list[Figure]:
    """Of a process that writes the feed and keeps nothing of it."""
    few, many = (written(SITES[1], FEW), written(SITES[0], MANY))
    more = many[0] - few[0]
    note = f"{few[0]:.1f} and {many[0]:.1f} MB at most; {many[1] / 1e6:.1f} MB of text in {many[2]:.1f} s"
    return [
        at_least("a feed, events written", many[3], MANY, digits=0),
        at_most(f"a feed of {MANY:,} events, memory beyond that of {FEW:,}", more, FLAT, " MB", note=note),
    ]


def written(site: str, events: int) -> tuple[float, int, float, int]:
    """Peak in MB, bytes, seconds and events."""
    environment = {
        **os.environ,
        "DATABASE_URL": f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{DATABASE}",
    }
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.rooms_feed_written", site],
        cwd=CHECKOUT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    peak, size, seconds, count = done.stdout.split()
    if int(count) < events:
        raise RuntimeError(f"{count} events were written of {events}: nothing to measure")
    return float(peak), int(size), float(seconds), int(count)


def second_request() -> Figure:
    feed = Feed(site=Site.objects.get(slug=SITES[0]))
    agent = reader()
    path = feed.path(secret_addresses.give(agent, feed.purpose))
    client = Client(SERVER_NAME="localhost")
    first = client.get(path)
    b"".join(first)
    etag = first.headers["ETag"]

    def whole() -> None:
        if b"END:VCALENDAR" not in b"".join(client.get(path)):
            raise RuntimeError("the feed is not whole: nothing to measure")

    def unchanged() -> None:
        if client.get(path, headers={"If-None-Match": etag}).status_code != 304:
            raise RuntimeError("the feed has changed: nothing to measure")

    medians = take_turns({"first": whole, "second": unchanged}, requests=REQUESTS, warm_up=1)
    name = f"a feed of {MANY:,} events, asked for again with its ETag"
    return at_most(
        name, medians["second"] / medians["first"], SECOND, " ×", digits=3, note=described(medians)
    )
