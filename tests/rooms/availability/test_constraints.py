"""What slips past the locks is stopped by the database, and said as a clash."""

import psycopg.errors
import pytest
import time_machine
from django.db import IntegrityError, OperationalError

from rooms.availability.conflicts import Conflict, violations_as_conflicts
from rooms.bookings import actions
from rooms.models import Booking
from tests.rooms.factories import NOW, a_booking, a_room, hours

pytestmark = pytest.mark.django_db


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
