"""What the database itself refuses of bookings."""

import pytest
from django.db import IntegrityError, connection, transaction

from rooms.availability import occupancy as holding
from rooms.models import Booking
from tests.rooms.factories import a_booking, hours

pytestmark = pytest.mark.django_db
NINE = "09:00", "10:00"


REFUSED = [
    ("period = 'empty'", "booking_has_two_ends"),
    ("period = tstzrange('2026-11-27 08:00Z', '2026-11-27 09:00Z', '[]')", "booking_has_two_ends"),
    ("period = tstzrange('2026-11-27 08:01Z', '2026-11-27 09:00Z')", "booking_on_quarters"),
    ("period = tstzrange('2026-11-27 08:00Z', '2028-11-27 09:00Z')", "booking_a_month_at_most"),
    ("state = 'cancelled'", "booking_ended_has_its_date"),
    ("cancelled_at = now()", "booking_ended_has_its_date"),
]


def test_the_database_refuses(author, room, case):
    for change, constraint in REFUSED:
        with case(change, constraint):
            a_booking(room, author)
            with pytest.raises(IntegrityError, match=constraint), connection.cursor() as cursor:
                cursor.execute(f"UPDATE rooms_booking SET {change}")


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("closes_at = opens_at", "opening_hours_open_before_closing"),
        ("closes_at = '18:00:30'", "opening_hours_on_quarters"),
        ("weekday = 7", "opening_hours_known_weekday"),
        ("weekday = 0", "opening_hours_once_a_day"),
    ],
)
def test_the_database_refuses_hours(room, change, constraint):
    with pytest.raises(IntegrityError, match=constraint), connection.cursor() as cursor:
        cursor.execute(f"UPDATE rooms_openinghours SET {change} WHERE weekday IN (0, 1)")


def test_the_last_wall(author, colleague, room):
    a_booking(room, author)
    other = Booking.objects.create(room=room, organiser=colleague, title="x", period=hours(*NINE))
    with pytest.raises(IntegrityError, match="occupancy_one_at_a_time"), transaction.atomic():
        holding.hold([other])
