"""What cancelling a booking leaves behind."""

import pytest

from core.mail.models import OutgoingMail
from rooms.bookings import actions
from rooms.models import Booking
from tests.rooms.factories import a_booking, hours

pytestmark = pytest.mark.django_db
NINE = "09:00", "10:00"


def test_cancelled_twice_is_once(author, room):
    booking = a_booking(room, author)
    first = actions.cancel(booking, by=author)
    assert actions.cancel(booking, by=author).cancelled_at == first.cancelled_at
    assert not OutgoingMail.objects.exists()


def test_cancelled_frees_the_slot(author, colleague, room):
    actions.cancel(a_booking(room, author), by=author)
    actions.book(room, by=colleague, period=hours(*NINE), title="x")
    assert Booking.objects.count() == 2
