"""Pages a second that the site serves to eight people at once, as `make run` serves it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from django.test import Client
from django.utils import timezone

from benchmarks.databases import use
from benchmarks.documents import served
from benchmarks.measure import Figure, at_least
from benchmarks.people import reader
from benchmarks.rooms_data import MANY, SITE, USUAL, measured_day, town_of
from benchmarks.server import CHECKOUT
from rooms import links, periods
from rooms.models import Booking

CLIENTS = 8
WARM_UP, SECONDS = 3, 10
# On two cores shared with the clients: on the measured day, which is full, and on one like the others.
FULL_GOAL, USUAL_GOAL = 130, 200


def figures() -> list[Figure]:
    day = measured_day(timezone.localdate())
    return [
        pages_a_second(USUAL, day, FULL_GOAL),
        pages_a_second(MANY, day, FULL_GOAL),
        pages_a_second(MANY, day + timedelta(days=7), USUAL_GOAL),
    ]


def pages_a_second(bookings: int, day: date, goal: int) -> Figure:
    wrapper = town_of(bookings)
    use(wrapper)
    client = Client(SERVER_NAME="localhost")
    client.force_login(reader())
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    path = links.day(SITE, day)
    shown = Booking.objects.filter(room__site__slug=SITE, period__overlap=periods.whole_day(day)).count()
    print(f"  served, at {bookings:,} bookings, {shown} that day…", flush=True)
    with (
        tempfile.TemporaryDirectory(prefix="bench-rooms-") as folder,
        served(Path(folder), wrapper.settings_dict["NAME"]) as (_, port),
    ):
        ask(port, path, cookie, WARM_UP)
        count, p95 = ask(port, path, cookie, SECONDS)
    name = f"day of 50 rooms and {shown} bookings of {bookings:,}, pages a second for {CLIENTS} clients"
    return at_least(name, count / SECONDS, goal, "/s", digits=0, note=f"p95 {p95:.0f} ms")


def ask(port: int, path: str, cookie: str, seconds: int) -> tuple[int, float]:
    arguments = [str(port), path, cookie, str(CLIENTS), str(seconds)]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.rooms_clients", *arguments],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
        text=True,
    )
    count, p95 = done.stdout.split()
    return int(count), float(p95)
