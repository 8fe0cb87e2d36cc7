"""Pages a second that the site serves to eight people at once, as `make run` serves it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from django.test import Client
from django.utils import timezone

from benchmarks.databases import use
from benchmarks.documents import served
from benchmarks.measure import Figure, at_least
from benchmarks.people import reader
from benchmarks.rooms_data import MANY, SITE, USUAL, measured_day, town_of
from benchmarks.server import CHECKOUT
from rooms import links

CLIENTS = 8
WARM_UP, SECONDS = 3, 10
# Ten times what MRBS 1.12.2 served at a million, on two cores shared with the clients.
GOAL = 130


def figures() -> list[Figure]:
    return [pages_a_second(bookings) for bookings in (USUAL, MANY)]


def pages_a_second(bookings: int) -> Figure:
    print(f"  served, at {bookings:,} bookings…", flush=True)
    wrapper = town_of(bookings)
    use(wrapper)
    client = Client(SERVER_NAME="localhost")
    client.force_login(reader())
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    path = links.day(SITE, measured_day(timezone.localdate()))
    with (
        tempfile.TemporaryDirectory(prefix="bench-rooms-") as folder,
        served(Path(folder), wrapper.settings_dict["NAME"]) as (_, port),
    ):
        ask(port, path, cookie, WARM_UP)
        count, p95 = ask(port, path, cookie, SECONDS)
    name = f"day of 50 rooms at {bookings:,}, pages a second for {CLIENTS} clients"
    return at_least(name, count / SECONDS, GOAL, "/s", digits=0, note=f"p95 {p95:.0f} ms")


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
