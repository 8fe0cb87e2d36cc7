"""Answers by METHOD:REPLY of agents invited to a meeting made on the site."""

from typing import Any

import pytest

from core.mail.inbound.read import process
from core.mail.models import IncomingMail, OutgoingMail, State
from core.mail.registry import without_detail
from core.people.models import Agent
from core.web import calendars
from rooms.attendees import actions as attending
from rooms.attendees import invitations
from rooms.bookings import actions as bookings
from rooms.models import Attendee, Booking, Room
from tests.rooms.factories import a_booking, changed, hours
from tests.rooms.mail_in.calendars import ADDRESS, calendar, components, delivered, event, stored
from tests.rooms.series.factories import a_series

pytestmark = pytest.mark.django_db
OUTSIDE = "maire@voisine.example"
# Bookings of these tests are made on 26 November 2026, at 8 h universal time at the latest.
LATER, EARLIER = "20261126T235900Z", "20261101T080000Z"


@pytest.fixture
def booking(room: Room, author: Agent, colleague: Agent) -> Booking:
    booking = a_booking(room, author)
    attending.invite(booking, by=author, agents=[colleague], addresses=[OUTSIDE])
    return booking


def replied(
    by: Agent | str,
    uid: str,
    given: str = "ACCEPTED",
    *,
    attendee: str = "",
    method: str = "REPLY",
    more: tuple[str, ...] = (),
    without_start: bool = False,
    judged: str = "dmarc=pass",
    to: str = ADDRESS,
    **fields: Any,
) -> IncomingMail:
    address = attendee or (by if isinstance(by, str) else by.email)
    said = (f"ATTENDEE;PARTSTAT={given}:mailto:{address}", *more)
    text = event(ADDRESS, uid=uid, more=said, **{"stamp": LATER, **fields})
    if without_start:
        text = "\r\n".join(line for line in text.split("\r\n") if not line.startswith(("DTSTART", "DTEND")))
    return delivered(by, calendar(text, method=method), method=method, to=to, judged=judged)


def answer_of(agent: Agent) -> str:
    return Attendee.objects.get(agent=agent).answer


def told(organiser: Agent) -> list[str]:
    said = OutgoingMail.objects.filter(kind="rooms.guest_said", agent=organiser)
    return list(said.order_by("pk").values_list("body", flat=True))


@pytest.mark.parametrize(("addresses", "agents"), [([ADDRESS], ADDRESS), ([], "")], ids=["set", "not-set"])
def test_where_calendars_answer(author, colleague, room, settings, addresses, agents):
    settings.MAIL_ADDRESSES = {"salles": addresses}
    attending.invite(a_booking(room, author), by=author, agents=[colleague], addresses=[OUTSIDE])
    letters = OutgoingMail.objects.filter(kind="rooms.invited")
    organisers = {letter.address: str(next(components(letter))["ORGANIZER"]) for letter in letters}
    outside = Attendee.objects.get(email=OUTSIDE)
    own = organisers.pop(OUTSIDE).removeprefix("mailto:")
    # Of somebody outside, under a key of theirs.
    assert invitations.attendee_at(own) == (outside if addresses else None)
    assert without_detail(own) == agents or author.email
    assert organisers == {colleague.email: f"mailto:{agents or author.email}"}
    assert {letter.headers["Reply-To"] for letter in letters} == {author.email}


CASES = {
    "accepted": ({}, "ACCEPTED"),
    "without a start": ({"given": "DECLINED", "without_start": True}, "DECLINED"),
    "not yet": ({"given": "NEEDS-ACTION"}, ""),
    "wrong UID": ({"uid": "040000008200E00074C5B7101A82E008@ville.example"}, ""),
    "our reference, another site": ({"host": "ailleurs.example"}, ""),
    "a forged sender": ({"judged": "dmarc=fail"}, ""),
    "asked for again": ({"method": "REFRESH"}, ""),
    "a broken stamp": ({"stamp": "rien"}, "ACCEPTED"),
    "a broken stamp without a start": ({"stamp": "rien", "without_start": True}, ""),
    "unreadable": ({"more": ("RECURRENCE-ID:00010101T000000",)}, ""),
}


@pytest.mark.parametrize("name", CASES)
def test_an_answer(booking, author, colleague, signed_in, name):
    fields, expected = CASES[name]
    fields = dict(fields)
    uid = fields.pop("uid", calendars.uid(booking.reference))
    if host := fields.pop("host", ""):
        uid = f"{booking.reference}@{host}"
    before = OutgoingMail.objects.count()
    replied(colleague, uid, **fields)
    assert answer_of(colleague) == expected
    # Nobody is answered, and the organiser reads it on the page.
    assert OutgoingMail.objects.count() == before
    words = {"": "", "ACCEPTED": ">vient<", "DECLINED": ">ne vient pas<"}
    assert words[expected] in signed_in(author).get(booking.get_absolute_url()).text


@pytest.mark.parametrize("who", ["outsider", "inconnu@ailleurs.example", OUTSIDE])
def test_who_is_not_invited_as_an_agent(booking, colleague, outsider, who):
    before = OutgoingMail.objects.count()
    replied(outsider if who == "outsider" else who, calendars.uid(booking.reference))
    assert set(Attendee.objects.values_list("answer", flat=True)) == {""}
    assert OutgoingMail.objects.count() == before


def test_duplicates_and_disorder(booking, author, colleague):
    uid = calendars.uid(booking.reference)
    replied(colleague, uid, "DECLINED", stamp="20261126T060200Z")
    replied(colleague, uid, "DECLINED", stamp="20261126T060200Z")
    late = replied(colleague, uid, "ACCEPTED", stamp="20261126T060100Z")
    assert (answer_of(colleague), late.state) == ("DECLINED", State.FILED)
    assert "plus récente" in " ".join(late.remarks)
    replied(colleague, uid, "ACCEPTED", stamp="20261126T060300Z")
    assert answer_of(colleague) == "ACCEPTED"
    attending.answer(booking, by=colleague, answer=Attendee.Answer.DECLINED)
    replied(colleague, uid, "ACCEPTED", stamp=EARLIER)
    assert answer_of(colleague) == "DECLINED"


def test_an_answer_to_a_time_that_has_changed(booking, author, colleague):
    uid = calendars.uid(booking.reference)
    changed(booking, period=hours("15:00", "16:00"))
    replied(colleague, uid, "ACCEPTED", sequence=0)
    assert answer_of(colleague) == ""
    replied(colleague, uid, "ACCEPTED", sequence=Attendee.objects.get(agent=colleague).sent_sequence)
    assert answer_of(colleague) == "ACCEPTED"
    booking.refresh_from_db()
    bookings.cancel(booking, by=author)
    replied(colleague, uid, "DECLINED", sequence=9)
    assert answer_of(colleague) == "ACCEPTED"


def test_what_the_page_has_no_button_for_is_passed_on(booking, author, colleague):
    uid = calendars.uid(booking.reference)
    replied(colleague, uid, "DECLINED", more=("COMMENT:Je suis en congé",))
    assert answer_of(colleague) == "DECLINED"
    replied(colleague, uid, "DELEGATED")
    moved = {"start": "20261127T140000", "end": "20261127T150000"}
    replied(colleague, uid, "TENTATIVE", method="COUNTER", **moved)
    assert answer_of(colleague) == "DECLINED"
    comment, delegated, counter = told(author)
    assert "Je suis en congé" in comment
    assert "quelqu’un d’autre" in delegated
    assert "de 14\u00a0h à 15\u00a0h" in counter
    assert not OutgoingMail.objects.filter(agent=colleague).exclude(kind="rooms.invited").exists()


def test_what_is_sent_again_is_passed_on_once(booking, author, colleague):
    uid = calendars.uid(booking.reference)
    stamps = ["20261126T060100Z", "20261126T060100Z", "20261126T060200Z"]
    for comment in ("Je suis en congé", "Je viendrai tard"):
        for stamp in stamps:
            replied(colleague, uid, "DECLINED", stamp=stamp, more=(f"COMMENT:{comment}",))
    # The second comment of the first stamp comes after the second stamp: it is older than what is known.
    assert [("congé" in one, "tard" in one) for one in told(author)] == [(True, False)] * 2 + [(False, True)]


@pytest.mark.parametrize(
    "fields",
    [
        {"end": "99991231T235900Z"},
        {"start": "20261127T150000", "end": "20261127T140000"},
        {"sequence": -1},
        {"stamp": EARLIER},
    ],
    ids=["far", "backwards", "older-number", "written-before"],
)
def test_a_time_that_cannot_be_proposed(booking, author, colleague, fields):
    uid = calendars.uid(booking.reference)
    if "sequence" in fields:
        Attendee.objects.filter(agent=colleague).update(sent_sequence=1)
        fields = {"sequence": 0}
    replied(colleague, uid, "DECLINED", sequence=9)
    mail = replied(colleague, uid, "TENTATIVE", method="COUNTER", **fields)
    assert mail.state == State.FILED
    assert told(author) == []


def test_nothing_is_passed_on_about_a_cancelled_meeting(booking, author, colleague):
    bookings.cancel(booking, by=author)
    uid = calendars.uid(booking.reference)
    for fields in ({"method": "COUNTER"}, {"given": "DELEGATED"}):
        mail = replied(colleague, uid, sequence=9, **fields)
        assert "annulée ou terminée" in " ".join(mail.remarks)
    assert told(author) == []


def test_a_series_and_one_of_its_dates(room, author, colleague):
    series = a_series(room, by=author)
    Attendee.objects.create(series=series, agent=colleague, sent_sequence=0)
    uid = calendars.uid(series.reference)
    replied(colleague, uid, "ACCEPTED")
    assert answer_of(colleague) == "ACCEPTED"
    day = series.occurrences.order_by("series_date").last().series_date
    more = (f"RECURRENCE-ID;TZID=Europe/Paris:{day:%Y%m%d}T090000",)
    replied(colleague, uid, "DECLINED", more=more)
    assert answer_of(colleague) == "ACCEPTED"
    [said] = told(author)
    assert "ne vient pas" in said
    assert str(day.day) in said


@pytest.mark.parametrize("uid", ["stale", "unknown@ailleurs.example"])
@pytest.mark.parametrize("method", ["REPLY", "COUNTER"])
def test_a_private_title_stays_out_of_the_mail_office(room, author, colleague, uid, method):
    """Whether the answer is read or refused."""
    booking = a_booking(room, author, is_private=True, title="Entretien Dupont")
    attending.invite(booking, by=author, agents=[colleague])
    mail = replied(colleague, calendars.uid(booking.reference), title="Entretien Dupont")
    assert answer_of(colleague) == "ACCEPTED"
    assert (mail.subject, mail.text) == ("Invitation privée", "")
    bookings.cancel(booking, by=author)
    uid = calendars.uid(booking.reference) if uid == "stale" else uid
    mail = replied(colleague, uid, method=method, title="Entretien Dupont")
    assert (mail.state, mail.subject, mail.text) == (State.FILED, "Invitation privée", "")


# Somebody outside, at the address that their invitation names as its organiser.


def answer_outside(meeting: Booking, sender: str = OUTSIDE, **fields: Any) -> tuple[IncomingMail, str]:
    [letter] = OutgoingMail.objects.filter(kind="rooms.invited", address=OUTSIDE)
    own = str(next(components(letter))["ORGANIZER"]).removeprefix("mailto:")
    fields = {"to": own, "attendee": OUTSIDE, "uid": calendars.uid(meeting.reference)} | fields
    if forged := fields.pop("forged", ""):
        fields["to"] = own.replace(*forged)
    mail = replied(sender, fields.pop("uid"), **fields)
    return mail, Attendee.objects.get(email=OUTSIDE).answer


@pytest.mark.parametrize("judged", ["dmarc=pass", "dmarc=none"])
def test_a_guest_from_outside_answers(booking, author, signed_in, judged):
    before = OutgoingMail.objects.count()
    mail, answer = answer_outside(booking, "Maire@Voisine.example", given="DECLINED", judged=judged)
    assert (answer, mail.state, mail.became) == ("DECLINED", State.FILED, booking)
    assert OutgoingMail.objects.count() == before
    assert ">ne vient pas<" in signed_in(author).get(booking.get_absolute_url()).text
    stale, answer = answer_outside(booking, given="ACCEPTED", stamp=EARLIER)
    assert (answer, stale.became) == ("DECLINED", None)


NOTHING = {
    "forged": {"judged": "dmarc=fail"},
    "borrowed": {"judged": "dmarc=none; spf=fail smtp.mailfrom=maire@voisine.example"},
    "no-key": {"to": ADDRESS},
    "another-guest": {"forged": ("vient-", "vient-1")},
    "wrong-key": {"forged": ("@", "x@")},
    "another-name": {"attendee": "autre@voisine.example"},
    "request": {"method": "REQUEST"},
}


@pytest.mark.parametrize("name", NOTHING)
def test_what_changes_nothing_from_outside(booking, author, name):
    before = OutgoingMail.objects.count()
    assert answer_outside(booking, **NOTHING[name])[1] == ""
    assert OutgoingMail.objects.count() == before


def test_another_sender_or_words_are_passed_on(booking, author):
    assert answer_outside(booking, "adjoint@voisine.example", given="ACCEPTED")[1] == ""
    assert answer_outside(booking, given="ACCEPTED", more=("COMMENT:Avec le plan",))[1] == "ACCEPTED"
    to = invitations._answered_at(author, Attendee.objects.get(email=OUTSIDE))
    mail = delivered(OUTSIDE, "Je serai en retard.", method="", to=to)
    assert (mail.state, mail.became) == (State.FILED, booking)
    forwarded, comment, words = told(author)
    assert "adjoint@voisine.example, avec l’invitation de maire@voisine.example, répond" in forwarded
    assert "Avec le plan" in comment
    assert "Je serai en retard." in words
    assert not OutgoingMail.objects.filter(address__in=[OUTSIDE, "adjoint@voisine.example"]).exclude(
        kind="rooms.invited"
    )


@pytest.mark.parametrize(("text", "is_large"), [(" \n\t", False), ("Avec le film.", True)])
def test_a_mail_from_outside_that_cannot_be_read_is_told_of(booking, author, text, is_large):
    to = invitations._answered_at(author, Attendee.objects.get(email=OUTSIDE))
    mail = stored(OUTSIDE, text, method="", to=to)
    IncomingMail.objects.filter(pk=mail.pk).update(is_headers_only=is_large)
    assert process(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.became) == (State.FILED, booking)
    [said] = told(author)
    assert "ne se lit pas ici" in said
    assert not OutgoingMail.objects.filter(address=OUTSIDE).exclude(kind="rooms.invited").exists()


def test_a_guest_from_outside_who_is_not_expected_any_more(booking, author):
    attending.withdraw(Attendee.objects.get(email=OUTSIDE), by=author)
    mail, answer = answer_outside(booking)
    assert (answer, mail.state) == ("", State.QUARANTINED)
