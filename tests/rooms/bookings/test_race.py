"""Sixteen people race for a hundred slots: real threads, real commits."""

import random
import uuid
from datetime import timedelta
from functools import partial
from itertools import chain

import pytest
from django.core.exceptions import ValidationError

from core.people.models import Agent
from rooms.bookings import actions
from rooms.models import Booking, Occupancy
from tests.factories import AgentFactory
from tests.rooms.factories import TODAY, a_booking, a_room, changed, hours

THREADS = 16
# How many want each slot.
RIVALS = 6


@pytest.mark.django_db(transaction=True)
def test_sixteen_for_a_hundred(together):
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
        for room, period in mine:
            try:
                actions.book(room, by=agent, period=period, title="Course")
            except ValidationError as refusal:
                refusals.extend(refusal.messages)
        return refusals

    refusals = [*chain(*together(*(partial(race, *each) for each in enumerate(agents))))]
    assert Booking.objects.count() == Occupancy.objects.count() == 100
    assert len(refusals) == RIVALS * 100 - 100
    assert all("déjà réservée" in message for message in refusals)


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_at_once_by_two_clicks(together):
    room, agent, key = a_room(), AgentFactory.create(), uuid.uuid4()
    period = hours("10:00", "11:00")
    click = partial(actions.book, room, by=agent, period=period, title="x", submission_key=key)
    [_] = {booking.pk for booking in together(*[click] * 8)}


@pytest.mark.django_db(transaction=True)
def test_bookings_exchanged_between_rooms_never_deadlock(together):
    """Each thread moves a booking to the other room and back, locking both rooms."""
    rooms = [a_room(), a_room()]
    agents = [AgentFactory.create() for _ in range(4)]
    bookings = [
        a_booking(rooms[number % 2], agent, hours(f"{10 + number}:00", f"{11 + number}:00"))
        for number, agent in enumerate(agents)
    ]

    def move(booking: Booking) -> None:
        for turn in range(6):
            changed(booking, room=rooms[turn % 2])

    assert together(*(partial(move, booking) for booking in bookings)) == [None] * 4
    assert Occupancy.objects.count() == 4
