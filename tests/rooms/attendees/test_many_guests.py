"""A booking's page says who is invited and what is asked, at the same cost for one as for twenty."""

import pytest

from rooms.models import Attendee, ServiceDesk, ServiceRequest
from tests.factories import AgentFactory
from tests.rooms.factories import a_booking, a_room

pytestmark = pytest.mark.django_db


def test_the_page_costs_the_same_at_twenty(signed_in, author, room, statements):
    booking = a_booking(room, author)

    def add(count: int) -> None:
        for number in range(count):
            Attendee.objects.create(booking=booking, agent=AgentFactory.create())
            Attendee.objects.create(booking=booking, email=f"{count}-{number}@ailleurs.test")
            desk = ServiceDesk.objects.create(name=f"Service {count}-{number}", email="s@ville.test")
            ServiceRequest.objects.create(booking=booking, desk=desk, note="Du café")

    client = signed_in(author)
    add(1)
    booking.other_rooms.add(a_room())
    client.get(booking.get_absolute_url())
    with_one = statements(lambda: client.get(booking.get_absolute_url()))
    add(19)
    booking.other_rooms.add(a_room(), a_room())
    assert statements(lambda: client.get(booking.get_absolute_url())) == with_one
    assert client.get(booking.get_absolute_url()).text.count("Du café") == 20
