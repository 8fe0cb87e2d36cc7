"""What the database itself refuses of bookings."""

import psycopg.errors
import pytest
import time_machine
from django.db import IntegrityError, OperationalError, connection, transaction

from rooms.availability import occupancy as holding
from rooms.availability.conflicts import Conflict, violations_as_conflicts
from rooms.bookings import actions
from rooms.models import Booking
from tests.rooms.factories import NOW, a_booking, a_room, hours

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


@time_machine.travel(NOW, tick=False)
def test_the_exclusion_constraint_speaks_french(author, colleague, monkeypatch):
    held = a_booking(a_room(), colleague)
    monkeypatch.setattr(actions, "refuse_conflict", lambda *args, **kwargs: None)
    with pytest.raises(Conflict, match="est déjà réservée"):
        actions.book(held.room, by=author, period=held.period, title="Essai")
    assert Booking.objects.get() == held


def test_a_deadlock_is_a_clash_too(author):
    room, period = a_room(), hours("09:00", "10:00")
    error = OperationalError("deadlock detected")
    error.__cause__ = psycopg.errors.DeadlockDetected()
    with (
        pytest.raises(Conflict, match="vient de la prendre"),
        violations_as_conflicts(room, period, by=author),
    ):
        raise error


def test_another_error_is_not_hidden(author):
    room, period = a_room(), hours("09:00", "10:00")
    error = IntegrityError("something else")
    error.__cause__ = psycopg.errors.NotNullViolation()
    with pytest.raises(IntegrityError), violations_as_conflicts(room, period, by=author):
        raise error


def test_what_an_action_moves_is_not_in_its_own_way(author):
    held = a_booking(a_room(), author)
    error = IntegrityError("conflicting key value")
    error.__cause__ = psycopg.errors.ExclusionViolation()
    with (
        pytest.raises(Conflict, match="vient de la prendre"),
        violations_as_conflicts(held.room, held.period, by=author, but=[held]),
    ):
        raise error
