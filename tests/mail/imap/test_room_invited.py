"""A room invited through a real mail server, from the invitation to the end of the meeting."""

import icalendar
import pytest
import time_machine
from django.utils.timezone import localtime

from core.mail.inbound.read import process
from core.mail.models import IncomingMail, OutgoingMail
from core.mail.outbound import sending
from rooms.models import Booking
from tests.factories import AgentFactory
from tests.rooms.factories import NOW, a_room
from tests.rooms.mail_in.calendars import ADDRESS, SERVER, address_of, calendar, event, message

WEEKLY = ("RRULE:FREQ=WEEKLY;COUNT=3",)
DAY_AFTER = {"start": "20261201T090000", "end": "20261201T100000"}
SECOND = ("RECURRENCE-ID;TZID=Europe/Paris:20261208T090000",)
STEPS = [
    (
        "REQUEST",
        {"start": "20261130T090000", "end": "20261130T100000", "more": WEEKLY},
        ["30/11", "07/12", "14/12"],
    ),
    ("REQUEST", {**DAY_AFTER, "more": WEEKLY, "sequence": 1}, ["01/12", "08/12", "15/12"]),
    ("CANCEL", {**DAY_AFTER, "more": SECOND, "sequence": 2}, ["01/12", "15/12"]),
    ("CANCEL", {**DAY_AFTER, "sequence": 3}, []),
]


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_accepted_moved_by_a_day_a_date_taken_out_then_cancelled(mail_account, read, smtp_sink, settings):
    settings.MAIL_ADDRESSES, settings.MAIL_AUTHSERV_IDS = {"salles": [ADDRESS]}, [SERVER]
    settings.MAIL_FROM, settings.MAIL_INTERNAL_RELAYS = "intranet@ville.example", []
    room = a_room(slug="remparts", mail_address="salle-remparts@ville.example")
    author = AgentFactory.create(email="nadia@ville.example")
    for method, fields, days in STEPS:
        text = calendar(event(author.email, room, **fields), method=method)
        mail_account.deliver(message(author, text, room, method=method))
        assert read().taken == 1
        assert process(IncomingMail.objects.latest("pk").pk)
        held = Booking.objects.holding().order_by("period").values_list("period__startswith", flat=True)
        assert [f"{localtime(start):%d/%m}" for start in held] == days
    for mail in OutgoingMail.objects.order_by("pk"):
        sending.send(mail)
    assert len(smtp_sink.deliveries) == 2
    for delivery in smtp_sink.deliveries:
        assert (delivery.sender, delivery.recipients) == ("", (author.email,))
        assert delivery.message["From"].addresses[0].addr_spec == address_of(room)
        [part] = (each for each in delivery.message.walk() if each.get_content_type() == "text/calendar")
        answer = icalendar.Calendar.from_ical(part.get_content())
        assert (answer["METHOD"], answer.events[0]["ATTENDEE"].params["PARTSTAT"]) == ("REPLY", "ACCEPTED")
