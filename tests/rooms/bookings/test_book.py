"""What booking a room leaves behind."""

import pytest

from core.history.entries import history_of
from core.mail.models import OutgoingMail
from rooms.availability.conflicts import Conflict
from rooms.bookings import actions
from tests.rooms.factories import a_room, hours

pytestmark = pytest.mark.django_db
NINE = "09:00", "10:00"


def test_book(author, room):
    booking = actions.book(room, by=author, period=hours(*NINE), title="  Point   budget ")
    assert (booking.title, booking.state) == ("Point budget", "confirmed")
    [occupancy] = booking.occupancies.all()
    assert occupancy.blocked_during == booking.period
    # The screen confirms it: no letter, unless the agent chose one.
    assert not OutgoingMail.objects.exists()
    [entry] = history_of(booking)
    assert (entry.by, entry.action) == (author, "a réservé la salle")


def test_back_to_back(author, room):
    actions.book(room, by=author, period=hours(*NINE), title="x")
    actions.book(room, by=author, period=hours("10:00", "11:00"), title="x")
    with pytest.raises(Conflict):
        actions.book(room, by=author, period=hours("09:45", "10:15"), title="x")


def test_a_room_that_shares_a_cell_is_blocked(author, room):
    whole = a_room(name="Conseil", slug="conseil", site=room.site)
    whole.cells.add(*room.cells.all())
    booking = actions.book(whole, by=author, period=hours(*NINE), title="x")
    assert booking.occupancies.count() == 2
    with pytest.raises(Conflict):
        actions.book(room, by=author, period=hours(*NINE), title="x")
