"""Two people press the same button: each guest is invited once, and told once."""

import pytest
from django.core.exceptions import ValidationError

from core.mail.models import OutgoingMail
from core.people.models import Agent
from rooms.attendees import actions as attending
from rooms.bookings import actions
from rooms.models import Attendee, Booking
from tests.rooms.factories import hours

pytestmark = pytest.mark.django_db(transaction=True)


def test_invited_once_and_never_after_the_end(room, author, colleague, room_manager, together):
    booking = actions.book(room, by=author, period=hours("10:00", "11:00"), title="Réunion")

    def invite(by: Agent) -> int:
        return len(attending.invite(booking, by=by, agents=[colleague], addresses=["a@x.example"]))

    new = together(*(lambda by=by: invite(by) for by in (author, room_manager, author)))
    assert sorted(new) == [0, 0, 2]
    assert Attendee.objects.count() == OutgoingMail.objects.filter(kind="rooms.invited").count() == 2

    other = actions.book(room, by=author, period=hours("14:00", "15:00"), title="Réunion")

    def late() -> bool:
        try:
            attending.invite(other, by=author, agents=[colleague])
        except ValidationError:
            return False
        return True

    was_invited, _ = together(late, lambda: actions.cancel(Booking.objects.get(pk=other.pk), by=author))
    ends = OutgoingMail.objects.filter(kind="rooms.invitation_ended", object_id=other.pk)
    assert ends.count() == was_invited
