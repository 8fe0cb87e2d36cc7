"""A room invited to one meeting: what is booked, and what it answers."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from core.mail.models import OutgoingMail, State
from rooms.bookings import actions as bookings
from rooms.models import Booking, Room, RoomInvitation
from rooms.requests import actions as requests
from tests.rooms.factories import a_booking, hours
from tests.rooms.mail_in.calendars import (
    UID,
    address_of,
    answers,
    calendar,
    components,
    delivered,
    event,
    invited,
    said,
)

pytestmark = pytest.mark.django_db


def test_an_invitation_becomes_a_booking(author, colleague, room):
    mail = invited(author, room, more=(f"ATTENDEE:mailto:{colleague.email}",))
    booking = Booking.objects.get()
    assert (booking.room, booking.organiser, booking.title) == (room, author, "Point budget")
    assert (booking.period, booking.attendance, booking.is_private) == (hours("09:00", "10:00"), 2, False)
    assert (mail.state, mail.became) == (State.FILED, booking)
    [answer] = answers()
    assert said(answer) == ("REPLY", "ACCEPTED")
    assert (answer.address, answer.from_address) == (author.email, address_of(room))
    [component] = components(answer)
    assert (component["UID"], component["SEQUENCE"]) == (UID, 0)
    assert component["ATTENDEE"] == f"mailto:{address_of(room)}"
    assert component["ORGANIZER"] == f"mailto:{author.email}"
    assert answer.in_reply_to == mail.message_id
    assert booking.get_absolute_url() in answer.body


def test_a_private_title_is_the_organisers_alone(author, room, caplog):
    mail = invited(author, room, title="Entretien Dupont", more=("CLASS:PRIVATE",))
    assert Booking.objects.get().is_private
    assert Booking.objects.get().title == "Entretien Dupont"
    kept = [value for one in (mail, *OutgoingMail.objects.all()) for value in vars(one).values()]
    assert not any("Dupont" in str(value) for value in kept)
    assert "Dupont" not in caplog.text


@pytest.mark.parametrize(
    ("to", "subject"),
    [("courrier@ville.example", "Entretien"), ("ailleurs@ville.example", "Invitation privée")],
)
def test_the_register_alone_keeps_a_private_subject(author, room, settings, to, subject):
    settings.MAIL_ADDRESSES = {**settings.MAIL_ADDRESSES, "courrier": ["courrier@ville.example"]}
    text = calendar(event(author.email, room, more=("CLASS:PRIVATE",)))
    mail = delivered(author, text, room, to=to, subject="Entretien")
    assert (mail.subject, "invités" in mail.text) == (subject, subject == "Entretien")


def test_a_taken_room_is_declined_with_what_is_free(author, colleague, room, other_room):
    a_booking(room, colleague)
    mail = invited(author, room)
    assert Booking.objects.count() == 1
    [answer] = answers()
    assert said(answer) == ("REPLY", "DECLINED")
    assert "déjà réservée" in answer.body
    assert answer.body.count("/salles/reserver/?") == 3
    assert "salle=mistral" in answer.body
    assert mail.state == State.FILED


@pytest.mark.parametrize("decided", ["ACCEPTED", "DECLINED"])
def test_a_request_is_tentative_then_decided(author, moderated, keeper, decided):
    invited(author, moderated)
    booking = Booking.objects.get()
    assert booking.state == Booking.State.REQUESTED
    if decided == "ACCEPTED":
        requests.accept(booking, by=keeper)
    else:
        requests.decline(booking, by=keeper, reason="Travaux")
        assert "Travaux" in answers()[-1].body
    assert [said(one) for one in answers()] == [("REPLY", "TENTATIVE"), ("REPLY", decided)]


def test_an_update_to_a_taken_time_keeps_the_former(author, colleague, room):
    a_booking(room, colleague, hours("14:00", "15:00"))
    invited(author, room)
    invited(author, room, sequence=1, start="20261127T140000", end="20261127T150000")
    booking = Booking.objects.get(organiser=author)
    assert (booking.period, booking.state) == (hours("09:00", "10:00"), "confirmed")
    assert said(answers()[-1]) == ("REPLY", "DECLINED")
    assert booking.get_absolute_url() in answers()[-1].body
    row = RoomInvitation.objects.get()
    assert (row.answer, row.period, row.sequence) == ("ACCEPTED", hours("09:00", "10:00"), 1)
    [component] = components(answers()[-1])
    assert component["DTSTART"].dt == hours("14:00", "15:00").lower


def test_a_room_added_and_one_removed(author, room, other_room):
    invited(author, room)
    invited(author, room, other_room, sequence=1)
    assert Booking.objects.holding().count() == 2
    text = calendar(event(author.email, room, sequence=2), method="CANCEL")
    delivered(author, text, room, method="CANCEL")
    assert [booking.room for booking in Booking.objects.holding()] == [other_room]


def test_made_private_or_renamed_without_another_number(author, room):
    invited(author, room, title="Entretien")
    invited(author, room, title="Entretien Dupont", more=("CLASS:PRIVATE",))
    booking = Booking.objects.get()
    assert (booking.title, booking.is_private) == ("Entretien Dupont", True)
    assert [said(one)[1] for one in answers()] == ["ACCEPTED", "ACCEPTED"]


def test_asked_again_once_the_room_is_free(author, colleague, room):
    taken = a_booking(room, colleague)
    invited(author, room)
    bookings.cancel(taken, by=colleague)
    invited(author, room)
    assert Booking.objects.holding().get().organiser == author
    assert [said(one)[1] for one in answers()] == ["DECLINED", "ACCEPTED"]


# Who may


@pytest.mark.parametrize("sender", ["stranger", "closed", "dmarc=fail", "dmarc=none"])
def test_who_is_not_known_and_verified_gets_no_mail(author, room, room_manager, signed_in, sender):
    if sender == "closed":
        author.is_active = False
        author.save()
    judged = {"judged": sender} if sender.startswith("dmarc") else {}
    by = "inconnu@ailleurs.example" if sender == "stranger" else author
    mail = delivered(by, calendar(event(author.email, room)), room, **judged)
    assert mail.state == State.QUARANTINED
    assert not OutgoingMail.objects.exists()
    assert not Booking.objects.exists()
    assert not RoomInvitation.objects.exists()
    page = signed_in(room_manager).get(reverse("admin:mail_incomingmail_changelist")).text
    assert mail.reference in page or mail.sender_address in page


@pytest.mark.parametrize("method", ["REPLY", "DECLINECOUNTER", "REFRESH"])
def test_an_answer_is_never_answered(author, room, method):
    invited(author, room, method=method)
    assert not OutgoingMail.objects.exists()
    assert not Booking.objects.exists()


def test_a_room_is_never_answered(author, room, other_room):
    mail = delivered(address_of(other_room), calendar(event(author.email, room)), room)
    assert mail.state == State.AUTOMATIC
    assert not OutgoingMail.objects.exists()
    assert not Booking.objects.exists()


def test_a_counter_proposal_is_declined_with_a_sentence(author, room):
    invited(author, room, method="COUNTER")
    [answer] = OutgoingMail.objects.all()
    assert "ne discute pas" in answer.body
    assert not answer.calendar


def test_a_colleague_s_invitation_forwarded(author, colleague, room):
    text = calendar(event(author.email, room))
    mail = delivered(colleague, text, room)
    assert mail.state == State.REFUSED
    [answer] = OutgoingMail.objects.all()
    assert (answer.address, str(author) in answer.body) == (colleague.email, True)
    assert not Booking.objects.exists()


def test_a_partner_s_invitation_forwarded(author, room):
    delivered(author, calendar(event("partenaire@ailleurs.example", room)), room)
    assert Booking.objects.get().organiser == author
    assert [one.address for one in answers()] == [author.email]


def test_written_for_another(author, colleague, room):
    text = calendar(event(author.email, room, sent_by=colleague.email))
    delivered(colleague, text, room)
    booking = Booking.objects.get()
    assert (booking.organiser, booking.booked_by) == (author, colleague)
    assert [one.address for one in answers()] == [author.email]


def test_nobody_else_moves_or_cancels(author, colleague, room, other_room):
    invited(author, room)
    invited(colleague, room, sequence=5, start="20261127T140000", end="20261127T150000")
    assert invited(colleague, room, sequence=6, method="CANCEL").state == "refused"
    booking = Booking.objects.get()
    assert (booking.period, booking.state) == (hours("09:00", "10:00"), "confirmed")
    assert RoomInvitation.objects.get().sequence == 0
    # The room that is free is theirs all the same.
    text = calendar(event(colleague.email, room, other_room, sequence=5))
    delivered(colleague, text, room, other_room)
    found = {one.from_address: said(one)[1] for one in answers()[-2:]}
    assert found == {address_of(room): "DECLINED", address_of(other_room): "ACCEPTED"}
    # So is its cancellation, which leaves the other alone.
    mail = invited(colleague, room, other_room, sequence=6, method="CANCEL")
    assert mail.state != "refused"
    assert [booking.organiser for booking in Booking.objects.holding()] == [author]


# When


WHEN = {
    "outlook": ({"zone": "W. Europe Standard Time"}, "09:00", "10:00"),
    "london": ({"zone": "Europe/London"}, "10:00", "11:00"),
    "floating": ({"zone": ""}, "09:00", "10:00"),
    "off-quarters": ({"start": "20261127T090500", "end": "20261127T095000"}, "09:00", "10:00"),
    "all-day": ({"start": "20261127", "end": "20261128"}, "08:00", "19:00"),
    "broken-stamp": ({"stamp": "rien"}, "09:00", "10:00"),
}


@pytest.mark.parametrize("name", WHEN)
def test_zones_and_days(author, room, name):
    fields, start, end = WHEN[name]
    invited(author, room, **fields)
    assert Booking.objects.get().period == hours(start, end)


def test_over_midnight_is_for_those_who_manage_the_room(author, room, room_manager):
    night = {"start": "20261127T220000", "end": "20261128T020000"}
    invited(author, room, **night)
    assert said(answers()[-1])[1] == "DECLINED"
    invited(room_manager, room, uid="autre@ville.example", **night)
    assert Booking.objects.get().period.upper == datetime(2026, 11, 28, 1, tzinfo=UTC)


def test_a_room_that_may_be_had_for_several_days(author, room):
    Room.objects.filter(pk=room.pk).update(longest_days=2)
    invited(author, room, start="20261127T180000", end="20261128T020000")
    assert said(answers()[-1])[1] == "ACCEPTED"
    assert Booking.objects.get().period == hours("18:00", "02:00", until=date(2026, 11, 28))
    invited(author, room, sequence=1, start="20261127", end="20261129")
    # From the first day's opening on: a Saturday is closed, and it is theirs all the same.
    assert Booking.objects.get().period == hours("08:00", "00:00", until=date(2026, 11, 29))
    invited(author, room, sequence=2, start="20261127", end="20261130")
    assert "2 jours au plus" in answers()[-1].body


def test_whole_days_without_end(author, room):
    invited(author, room, start="20261127", end="99991231")
    [answer] = answers()
    assert said(answer)[1] == "DECLINED"
    assert "2000–2100" in answer.body


@pytest.mark.parametrize(
    "text",
    [
        "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        calendar(event("a@ville.example", start="20261127T100000", end="20261127T090000")),
        calendar(event("a@ville.example", start="99991231T230000Z", end="99991231T235900Z")),
        calendar(event("a@ville.example", more=("RECURRENCE-ID:00010101T000000",))),
        calendar(event("a@ville.example", more=("RRULE:FREQ=HOURLY;UNTIL=99991231T235959Z",))),
        calendar(*[event("a@ville.example", uid=str(number)) for number in range(500)]),
    ],
    ids=["empty", "backwards", "far", "far-date", "far-end", "many"],
)
def test_what_cannot_be_booked_gets_one_sentence(author, room, text):
    delivered(author, text, room)
    assert not Booking.objects.exists()
    assert OutgoingMail.objects.count() == 1


def test_a_mail_that_is_no_invitation(author, room):
    message = delivered(author, "Bonjour", room, method="PUBLISH")
    assert message.state == State.REFUSED
    [answer] = OutgoingMail.objects.all()
    assert "Invitez-la" in answer.body
