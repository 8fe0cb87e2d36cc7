"""What booking a room, changing and cancelling it leave behind."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from core.history.entries import history_of
from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from rooms.availability.conflicts import Conflict
from rooms.bookings import actions
from rooms.bookings.actions import swap
from rooms.models import Layout, Level, Occupancy, Room
from tests.rooms.factories import TODAY, a_booking, changed, hours, sent

pytestmark = pytest.mark.django_db
NINE = hours("09:00", "10:00")


def test_book(author, room):
    booking = actions.book(room, by=author, period=NINE, title="  Point   budget ")
    assert (booking.title, booking.state) == ("Point budget", "confirmed")
    assert booking.occupancies.get().blocked_during == booking.period
    # The screen confirms it: no letter, unless the agent chose one.
    assert not OutgoingMail.objects.exists()
    [entry] = history_of(booking)
    assert (entry.by, entry.action) == (author, "a réservé la salle")


def test_back_to_back(author, room):
    for clocks in (("09:00", "10:00"), ("10:00", "11:00")):
        actions.book(room, by=author, period=hours(*clocks), title="x")
    with pytest.raises(Conflict):
        actions.book(room, by=author, period=hours("09:45", "10:15"), title="x")


def test_cancelled_twice_is_once(author, room):
    booking = a_booking(room, author)
    first = actions.cancel(booking, by=author)
    assert actions.cancel(booking, by=author).cancelled_at == first.cancelled_at
    assert not OutgoingMail.objects.exists()


def test_change_room_and_time(author, room, other_room):
    booking = a_booking(room, author)
    changed(booking, room=other_room, period=hours("14:00", "15:00"), is_private=True)
    booking.refresh_from_db()
    assert (booking.room, booking.is_private) == (other_room, True)
    [occupancy] = booking.occupancies.all()
    assert occupancy.cell in other_room.cells.all()
    assert not Notification.objects.exists()


def test_lengthened_over_itself(author, room):
    booking = a_booking(room, author)
    changed(booking, period=hours("09:30", "11:00"))
    assert Occupancy.objects.get().blocked_during == hours("09:30", "11:00")


def test_changed_onto_another(author, colleague, room):
    booking = a_booking(room, author)
    a_booking(room, colleague, hours("10:00", "11:00"))
    with pytest.raises(Conflict):
        changed(booking, period=hours("09:00", "10:15"))


def test_manager_gives_a_reason(author, room_manager, room):
    booking = a_booking(room, author)
    with pytest.raises(ValidationError) as refusal:
        actions.cancel(booking, by=room_manager, reason=" ")
    assert list(refusal.value.error_dict) == ["reason"]
    actions.cancel(booking, by=room_manager, reason="Fuite d’eau")
    booking.refresh_from_db()
    assert (booking.cancelled_by, booking.cancel_reason) == (room_manager, "Fuite d’eau")
    assert not Occupancy.objects.exists()
    mail = OutgoingMail.objects.get()
    assert mail.agent == author
    assert "Fuite d’eau" in mail.body


def test_a_running_one_is_renamed_and_made_longer(author, room):
    booking = a_booking(room, author, hours("09:00", "11:00", on=TODAY))
    booking = changed(booking, title="y")
    assert changed(booking, period=hours("09:00", "12:00", on=TODAY)).title == "y"


def test_stale_page_keeps_the_text(signed_in, author, room):
    booking = a_booking(room, author)
    actions.cancel(booking, by=author)
    response = signed_in(author).post(f"{booking.get_absolute_url()}modifier/", sent(room, title="Mon texte"))
    assert "annulée entre-temps" in response.context["form"].non_field_errors()[0]
    assert "Mon texte" in response.text


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
