"""Two frees at once, an offer taken as it expires, presence said as the room is freed: real threads, real commits."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.people.models import Agent
from rooms import check_in, waiting_list
from rooms.bookings import actions
from rooms.models import Booking, Occupancy, Room, Wait
from tests.factories import AgentFactory
from tests.rooms.factories import TODAY, a_booking, a_room, hours

pytestmark = pytest.mark.django_db(transaction=True)
SLOT = hours("09:00", "10:00")


def a_wait(room: Room, agent: Agent) -> Wait:
    return Wait.objects.create(agent=agent, room=room, period=SLOT, title="Réunion")


def offers() -> list[Booking]:
    return list(Booking.objects.filter(state="held").order_by("pk"))


def test_rooms_freed_at_once_offer_one_person_one_slot(together):
    """The whole and its two parts, cancelled by three people: everyone in line for a part, one for all three."""
    parts = [a_room(name="Conseil A"), a_room(name="Conseil B")]
    apart = a_room(name="Remparts")
    whole = a_room(name="Conseil")
    whole.cells.set([cell for part in parts for cell in part.cells.all()])
    rooms = [*parts, apart]
    taken = [a_booking(room, AgentFactory.create(), SLOT) for room in rooms]
    keen = AgentFactory.create()
    waits = [a_wait(room, keen) for room in (*rooms, whole)]
    waits += [a_wait(room, AgentFactory.create()) for room in (*rooms, whole)]
    results = together(
        *(lambda booking=booking: actions.cancel(booking, by=booking.organiser) for booking in taken),
        waiting_list.settle,
        waiting_list.settle,
    )
    assert not [result for result in results if isinstance(result, Exception)]
    waiting_list.settle()
    assert len(offers()) == 3
    assert len({offer.organiser_id for offer in offers()}) == 3
    assert Occupancy.objects.count() == sum(offer.room.cells.count() for offer in offers())
    assert sum(offer.organiser_id == keen.pk for offer in offers()) == 1
    assert Wait.objects.filter(state="offered").count() == 3
    assert Wait.objects.filter(state="waiting").count() == len(waits) - 3


def test_taken_as_it_expires_or_is_let_go(together):
    """Taken once, or not at all: the room is never held twice and nobody is told yes for nothing."""
    room, first, second = a_room(), AgentFactory.create(), AgentFactory.create()
    wait, other = a_wait(room, first), a_wait(room, second)
    waiting_list.settle()
    (offer,) = offers()
    results = together(
        lambda: waiting_list.take(wait, by=first),
        lambda: waiting_list.take(wait, by=first),
        lambda: waiting_list.leave(wait, by=first),
        waiting_list.settle,
    )
    refused = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(refusal, ValidationError) for refusal in refused)
    assert len(refused) in (1, 2)
    wait.refresh_from_db()
    other.refresh_from_db()
    offer.refresh_from_db()
    assert (wait.state, offer.state, other.state) in {
        ("served", "confirmed", "waiting"),
        ("left", "cancelled", "offered"),
    }
    assert Occupancy.objects.count() == 1


def test_presence_said_as_the_room_is_freed(together):
    room = a_room(needs_check_in=True)
    agent, other = AgentFactory.create(), AgentFactory.create()
    period = hours("09:30", "10:30", on=TODAY)
    booking = a_booking(room, agent, period, created_at=timezone.now() - timedelta(days=1))
    results = together(
        check_in.free_unattended,
        check_in.free_unattended,
        lambda: check_in.check_in(booking, by=agent),
        lambda: actions.book(room, by=other, period=hours("09:45", "10:30", on=TODAY), title="Autre"),
    )
    booking.refresh_from_db()
    freed = sum(result for result in results[:2])
    assert freed == (booking.state == "freed")
    assert isinstance(results[2], ValidationError) == bool(freed)
    assert booking.checked_in_at is None or not freed
    assert Occupancy.objects.count() <= 1
