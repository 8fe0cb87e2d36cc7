"""What booking a room, changing and cancelling it leave behind."""

import pytest
from django.core.exceptions import ValidationError

from core.history.entries import history_of
from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from rooms.availability.conflicts import Conflict
from rooms.bookings import actions
from rooms.models import Occupancy
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
