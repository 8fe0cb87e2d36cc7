"""Sixteen agents want one slot, half by mail and half on the page: real threads, real commits."""

from functools import partial

import pytest
from django.core.exceptions import ValidationError

from core.mail.inbound import read
from core.mail.models import IncomingMail, State
from rooms.bookings import actions
from rooms.models import Booking, Occupancy
from tests.factories import AgentFactory
from tests.rooms.factories import a_room, hours
from tests.rooms.mail_in.calendars import answers, calendar, event, said, stored
from tests.rooms.mail_in.conftest import with_address

BY_MAIL = 12


@pytest.mark.django_db(transaction=True)
def test_sixteen_for_one_slot(together):
    room = with_address(a_room(slug="remparts"))
    agents = [AgentFactory.create() for _ in range(16)]
    mails = [
        stored(agent, calendar(event(agent.email, room, uid=f"{number}@ville.example")), room)
        for number, agent in enumerate(agents[:BY_MAIL])
    ]

    def want(number: int) -> None:
        try:
            if number < BY_MAIL:
                # Twice, as two workers that meet.
                read.process(mails[number].pk)
                read.process(mails[number].pk)
            else:
                actions.book(room, by=agents[number], period=hours("09:00", "10:00"), title="Course")
        except (ValidationError, read.RetryLater):
            pass

    assert together(*(partial(want, number) for number in range(16))) == [None] * 16
    # What had to wait for the machine is read again, as the worker does each minute.
    for mail in IncomingMail.objects.to_read():
        read.process(mail.pk)
    assert Booking.objects.count() == Occupancy.objects.count() == 1
    assert IncomingMail.objects.filter(state=State.FILED).count() == BY_MAIL
    assert len({one.address for one in answers()}) == len(answers()) == BY_MAIL
    accepted = [one for one in answers() if said(one)[1] == "ACCEPTED"]
    assert len(accepted) <= 1
