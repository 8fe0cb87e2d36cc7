"""What booking costs at a million bookings: the action against its bare INSERT, the whole POST, a series of a year."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from urllib.parse import urlencode

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.measure import Figure, at_most, described, take_turns
from benchmarks.people import reader
from benchmarks.rooms_data import SLOTS, slot
from benchmarks.rooms_used import next_monday, raced_rooms
from core.people.models import Agent
from core.ui.keys import random_key
from rooms.bookings import actions
from rooms.models import Room

MOST_STATEMENTS, GOAL = 16, 10.0
POST_AIM = 15.0
BOOKED = 100
# As a browser sends a form without a file.
SENT_AS = "application/x-www-form-urlencoded"

LOCK = "SELECT id FROM rooms_room WHERE id = %s FOR NO KEY UPDATE"
INSERT = """
    INSERT INTO rooms_booking (reference, submission_key, room_id, organiser_id, title, is_private, period, is_apart,
        state, sequence, created_at, wants_reminder, cancel_reason, imported_from)
    VALUES (%s, gen_random_uuid(), %s, %s, 'Réunion', false, %s, false, 'confirmed', 0, now(), false, '', '')
    RETURNING id
"""
HOLD = "INSERT INTO rooms_occupancy (cell_id, booking_id, blocked_during) VALUES (%s, %s, %s)"


def figures() -> list[Figure]:
    room, other, agent = *raced_rooms()[:2], reader()
    return [*action(room, agent), whole_post(other, agent)]


def free_slots() -> Iterator[DateTimeTZRange]:
    """Each slot of the weeks to come, once."""
    for number in count():
        day, place = divmod(number, SLOTS)
        yield slot(next_monday() + timedelta(days=day), place, minutes=45)


@contextmanager
def unwritten_log() -> Iterator[None]:
    """Commits that do not wait for the disk, which would flatter the ratio: what both wait for alike."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
        yield
        cursor.execute("RESET synchronous_commit")


def action(room: Room, agent: Agent) -> list[Figure]:
    """Each for another slot, in its own transaction; both lock the same rows, and run the history's triggers."""
    free = free_slots()
    (cell,) = room.cells.values_list("pk", flat=True)

    def bare() -> None:
        period = next(free)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(LOCK, [room.pk])
            cursor.execute(INSERT, [random_key(), room.pk, agent.pk, period])
            (booking,) = cursor.fetchone()
            cursor.execute(HOLD, [cell, booking, period])

    def book() -> None:
        # As a request finds its agent: their rights are asked for anew.
        actions.book(room, by=Agent.objects.get(pk=agent.pk), period=next(free), title="Réunion")

    with CaptureQueriesContext(connection) as sent:
        actions.book(room, by=agent, period=next(free), title="Réunion")
    with unwritten_log():
        medians = take_turns({"action": book, "bare INSERT": bare})
    ratio = medians["action"] / medians["bare INSERT"]
    note = f"{described(medians)}; no commit waits for the disk, the agent's row is read in the action's"
    return [
        at_most("booking, statements", len(sent), MOST_STATEMENTS, digits=0),
        at_most("booking, ratio to its bare INSERT under the same lock", ratio, GOAL, " ×", note=note),
    ]


def whole_post(room: Room, agent: Agent) -> Figure:
    """From the middleware to the commit and the redirection, each for another slot."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(agent)
    free, address = free_slots(), reverse("rooms:booking_create")

    def post() -> None:
        period = next(free)
        start, end = period.lower, period.upper
        sent = {
            "room": room.slug,
            "date": f"{start:%Y-%m-%d}",
            "start": f"{start:%H:%M}",
            "end": f"{end:%H:%M}",
            "title": "Réunion",
        }
        response = client.post(address, urlencode(sent), content_type=SENT_AS)
        if response.status_code != 302:
            raise RuntimeError(f"the booking was answered {response.status_code}: nothing to measure")

    medians = take_turns({"POST": post}, requests=BOOKED)
    return at_most(
        "booking, the whole POST", medians["POST"], POST_AIM, " ms", note="an aim; its commit included"
    )
