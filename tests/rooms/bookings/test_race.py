"""Sixteen people race for a hundred slots: real threads, real commits."""

import random
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from core.people.models import Agent
from rooms.bookings import actions
from rooms.models import Booking, Occupancy, Room
from tests.factories import AgentFactory
from tests.rooms.factories import TODAY, a_booking, a_room, hours

THREADS = 16
# How many want each slot.
RIVALS = 6


@pytest.mark.django_db(transaction=True)
def test_sixteen_for_a_hundred():
    rooms = [a_room() for _ in range(4)]
    agents = [AgentFactory.create() for _ in range(THREADS)]
    days = [TODAY + timedelta(days=number) for number in (1, 4, 5, 6, 7)]
    slots = [
        (room, hours(f"{hour:02}:00", f"{hour + 1:02}:00", on=day))
        for room in rooms
        for day in days
        for hour in range(10, 15)
    ]
    assert len(slots) == 100

    def race(person: int, agent: Agent) -> list[str]:
        refusals = []
        mine = [slot for place, slot in enumerate(slots) if (place + person) % THREADS < RIVALS]
        random.shuffle(mine)
        try:
            for room, period in mine:
                try:
                    actions.book(room, by=agent, period=period, title="Course")
                except ValidationError as refusal:
                    refusals.extend(refusal.messages)
        finally:
            connection.close()
        return refusals

    with ThreadPoolExecutor(THREADS) as pool:
        refusals = [message for said in pool.map(race, range(THREADS), agents) for message in said]
    assert Booking.objects.count() == Occupancy.objects.count() == 100
    assert len(refusals) == RIVALS * 100 - 100
    assert all("déjà réservée" in message for message in refusals)


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_at_once_by_two_clicks():
    room, agent, key = a_room(), AgentFactory.create(), uuid.uuid4()

    def click(_: int) -> int:
        try:
            period = hours("10:00", "11:00")
            return actions.book(room, by=agent, period=period, title="x", submission_key=key).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(click, range(8)))) == 1


@pytest.mark.django_db(transaction=True)
def test_bookings_exchanged_between_rooms_never_deadlock():
    """Each thread moves a booking to the other room and back, locking both rooms."""
    rooms = [a_room(), a_room()]
    agents = [AgentFactory.create() for _ in range(4)]
    bookings = [
        a_booking(rooms[number % 2], agent, hours(f"{10 + number}:00", f"{11 + number}:00"))
        for number, agent in enumerate(agents)
    ]

    def move(booking: Booking) -> None:
        try:
            for turn in range(6):
                room: Room = rooms[turn % 2]
                actions.change(
                    booking,
                    by=booking.organiser,
                    room=room,
                    period=booking.period,
                    title="x",
                    is_private=False,
                )
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(move, bookings))
    assert Occupancy.objects.count() == 4
