"""Two bookings exchanged: whole, or not at all."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from rooms.bookings.actions import swap
from rooms.models import Layout, Level, Occupancy, Room
from tests.rooms.factories import TODAY, a_booking, hours

pytestmark = pytest.mark.django_db


def test_swapped(author, room, other_room):
    """Two bookings of one room exchange their hours; of two rooms, their rooms. One UPDATE, no false clash."""
    monday = hours("09:45", "11:00", on=date(2026, 11, 30))
    one, other = a_booking(room, author), a_booking(room, author, monday)
    swap(one, other, by=author)
    one.refresh_from_db()
    assert one.period == monday
    back_to_back = a_booking(room, author, hours("11:00", "12:30", on=date(2026, 11, 30)))
    swap(one, back_to_back, by=author)
    elsewhere = a_booking(other_room, author, hours("09:00", "10:00"))
    swap(elsewhere, other, by=author)
    elsewhere.refresh_from_db()
    assert (elsewhere.room, elsewhere.sequence) == (room, 1)
    assert Occupancy.objects.count() == 4


@pytest.mark.parametrize("case", ["itself", "asked for", "too small a window"])
def test_not_swapped(author, room, other_room, case):
    one, other = a_booking(room, author), a_booking(other_room, author)
    if case == "asked for":
        Room.objects.filter(pk=other_room.pk).update(everyone_may=Level.ASK)
    if case == "too small a window":
        Room.objects.filter(pk=other_room.pk).update(notice_hours=200)
    with pytest.raises(ValidationError):
        swap(one, one if case == "itself" else other, by=author)
    assert Occupancy.objects.get(booking=one).cell in room.cells.all()


def test_what_follows_is_that_of_a_change(author, room, other_room):
    """A layout of the room stays; a request that no longer needs an answer is confirmed."""
    layout = Layout.objects.create(room=room, name="en U", capacity=18)
    one = a_booking(room, author, layout=layout)
    other = a_booking(room, author, hours("14:00", "15:00"), state="requested")
    swap(one, other, by=author)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.layout, other.state) == (layout, "confirmed")
    elsewhere = a_booking(other_room, author)
    swap(one, elsewhere, by=author)
    one.refresh_from_db()
    assert one.layout is None


def test_someone_swapped_into_what_runs_is_there(author, room, other_room):
    """Or the room would be freed at once: it is 9:50, the time to check in is over."""
    Room.objects.update(needs_check_in=True)
    running = a_booking(room, author, hours("09:00", "11:00", on=TODAY))
    later = a_booking(other_room, author, hours("14:00", "15:00", on=TODAY))
    swap(running, later, by=author)
    running.refresh_from_db()
    later.refresh_from_db()
    assert later.period.lower < later.checked_in_at
    assert running.checked_in_at is None
