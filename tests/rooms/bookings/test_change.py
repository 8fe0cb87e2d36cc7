"""What changing a booking leaves behind."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from rooms.availability.conflicts import Conflict
from rooms.bookings import actions
from rooms.models import Occupancy
from tests.rooms.factories import TOMORROW, a_booking, hours, sent

pytestmark = pytest.mark.django_db


def test_change_room_and_time(author, room, other_room):
    booking = a_booking(room, author)
    actions.change(
        booking, by=author, room=other_room, period=hours("14:00", "15:00"), title="y", is_private=True
    )
    booking.refresh_from_db()
    assert (booking.room, booking.title, booking.is_private) == (other_room, "y", True)
    [occupancy] = booking.occupancies.all()
    assert occupancy.cell in other_room.cells.all()
    assert not Notification.objects.exists()


def test_lengthened_over_itself(author, room):
    booking = a_booking(room, author)
    actions.change(booking, by=author, room=room, period=hours("09:30", "11:00"), title="x", is_private=False)
    assert Occupancy.objects.get().blocked_during == hours("09:30", "11:00")


def test_changed_onto_another(author, colleague, room):
    booking = a_booking(room, author)
    a_booking(room, colleague, hours("10:00", "11:00"))
    with pytest.raises(Conflict):
        actions.change(
            booking, by=author, room=room, period=hours("09:00", "10:15"), title="x", is_private=False
        )


def test_only_the_title_of_a_running_one(author, room):
    booking = a_booking(room, author, hours("09:00", "11:00", on=TOMORROW - timedelta(days=1)))
    actions.change(booking, by=author, room=room, period=booking.period, title="y", is_private=False)
    later = hours("09:00", "12:00", on=TOMORROW - timedelta(days=1))
    actions.change(booking, by=author, room=room, period=later, title="y", is_private=False)


def test_manager_gives_a_reason(author, room_manager, room):
    booking = a_booking(room, author)
    with pytest.raises(ValidationError) as refusal:
        actions.cancel(booking, by=room_manager, reason=" ")
    assert list(refusal.value.error_dict) == ["reason"]
    actions.cancel(booking, by=room_manager, reason="Fuite d’eau")
    booking.refresh_from_db()
    assert (booking.is_cancelled, booking.cancelled_by, booking.cancel_reason) == (
        True,
        room_manager,
        "Fuite d’eau",
    )
    assert not Occupancy.objects.exists()
    mail = OutgoingMail.objects.get()
    assert mail.agent == author
    assert "Fuite d’eau" in mail.body


def test_stale_page_keeps_the_text(signed_in, author, room):
    booking = a_booking(room, author)
    actions.cancel(booking, by=author)
    response = signed_in(author).post(f"{booking.get_absolute_url()}modifier/", sent(room, title="Mon texte"))
    assert "annulée entre-temps" in response.context["form"].non_field_errors()[0]
    assert "Mon texte" in response.content.decode()
