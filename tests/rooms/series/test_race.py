"""Series race for few rooms: real threads, real commits. No overlap, no deadlock, none refused for nothing."""

import random
from datetime import timedelta
from functools import partial
from itertools import chain

import pytest
from django.core.exceptions import ValidationError

from core.people.models import Agent
from rooms.bookings import actions
from rooms.bookings.actions import swap
from rooms.models import Booking, Occupancy, Room, Series
from rooms.series.actions import cancel_series, change_series
from rooms.series.book import book_series
from rooms.series.change import Scope
from rooms.series.plan import Obstructed
from tests.factories import AgentFactory
from tests.rooms.factories import a_booking, a_room, hours
from tests.rooms.series.factories import TUESDAY, a_change, a_series, nth, wanted, weekly

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8


@pytest.fixture
def rooms() -> list[Room]:
    return [a_room() for _ in range(5)]


def test_eight_series_of_fifty_two_for_five_rooms(rooms, together):
    """Eight clocks, five rooms: each room takes one series at a time, and a refusal names one that stands."""
    agents = [AgentFactory.create() for _ in range(THREADS)]

    def race(agent: Agent) -> list[Obstructed]:
        refusals = []
        for room in random.sample(rooms, len(rooms)):
            try:
                book_series(wanted(room, rule=weekly(52)), by=agent)
            except Obstructed as refusal:
                refusals.append(refusal)
        return refusals

    refusals = [*chain(*together(*(partial(race, agent) for agent in agents)))]
    assert Series.objects.count() == len(rooms)
    assert Booking.objects.count() == Occupancy.objects.count() == 52 * len(rooms)
    assert len(refusals) == THREADS * len(rooms) - len(rooms)
    assert all(len(refusal.plan.open) == 52 for refusal in refusals)


def test_series_change_while_others_book_between_their_dates(rooms, together):
    """Series go from room to room and back, by weeks; others book, cancel and exchange what is left."""
    agents = [AgentFactory.create() for _ in range(6)]
    series, single = [], []
    for n in range(3):
        clocks = {"starts_at": 480 + 60 * n, "ends_at": 540 + 60 * n}
        series.append(a_series(rooms[n % 2], agents[n], rule=weekly(6), **clocks))
        single.append(a_booking(rooms[2], agents[3 + n], hours(f"{9 + n:02}:00", f"{10 + n:02}:00")))

    def move(turn_of: int) -> None:
        mine = Series.objects.get(pk=series[turn_of].pk)
        for turn in range(4):
            days = -7 if turn == 2 else 7
            change = a_change(mine, room=rooms[(turn + turn_of) % 2], days=days)
            mine = change_series(nth(mine, 0), change, by=agents[turn_of], scope=Scope.ALL)

    def book(turn_of: int) -> list[str]:
        agent, said = agents[3 + turn_of], []
        for turn in range(4):
            period = hours("15:00", "16:00", on=TUESDAY + timedelta(days=7 * turn))
            try:
                booking = actions.book(rooms[turn % 2], by=agent, period=period, title="Entre deux")
                swap(booking, Booking.objects.get(pk=single[turn_of].pk), by=agent)
            except ValidationError as refusal:
                said.extend(refusal.messages)
        return said

    calls = [partial(action, number) for action in (move, book) for number in range(3)]
    moved, refused = (results := together(*calls))[:3], results[3:]
    assert moved == [None] * 3
    assert all("déjà réservée" in message for messages in refused for message in messages)
    assert Booking.objects.holding().count() == Occupancy.objects.count()
    assert Booking.objects.filter(series__isnull=False).count() == 18


def test_cancelled_twice_at_once(rooms, together):
    agent = AgentFactory.create()
    series = a_series(rooms[0], agent, rule=weekly(6))
    results = together(*[lambda: cancel_series(nth(series, 0), by=agent, scope=Scope.ALL)] * 4)
    assert sum(isinstance(result, ValidationError) for result in results) == 3
    assert not Occupancy.objects.exists()
    assert set(Booking.objects.values_list("sequence", flat=True)) == {1}
