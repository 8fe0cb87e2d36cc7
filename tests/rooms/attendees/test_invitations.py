"""Invitations, their changes and their ends: who is told, what their calendars read, and who may invite."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_str
from icalendar import Calendar
from procrastinate.contrib.django.models import ProcrastinateJob

from core.mail.models import OutgoingMail
from core.mail.outbound import sending
from core.notifications.models import Notification
from core.people.models import Agent
from rooms.attendees import actions as attending
from rooms.attendees import invitations, receivers
from rooms.attendees.views import Guests, GuestsField
from rooms.bookings import actions
from rooms.bookings.events import Previous
from rooms.models import Attendee, Booking, Room, Series
from rooms.periods import midnight
from rooms.requests import actions as requests
from tests.factories import AgentFactory
from tests.mail.conftest import smtp_server, smtp_sink  # noqa: F401  (fixtures)
from tests.rooms.factories import TOMORROW, a_booking, a_room, changed, hours, series_of
from tests.rooms.series.factories import a_series, weekly

pytestmark = pytest.mark.django_db
OUTSIDE = "maire@voisine.example"


@pytest.fixture(autouse=True)
def _no_rate() -> None:
    cache.clear()


def letters(**wanted: Any) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind__startswith="rooms.invit", **wanted).order_by("pk"))


def read(letter: OutgoingMail) -> tuple[str, list[dict[str, str]]]:
    """The method, and each event's properties."""
    calendar = Calendar.from_ical(letter.calendar)
    events = [
        {name: force_str(event[name].to_ical()) for name in event if not isinstance(event[name], list)}
        for event in calendar.walk("VEVENT")
    ]
    return str(calendar["METHOD"]), events


@pytest.fixture
def booking(room: Room, author: Agent) -> Booking:
    period = hours("10:00", "11:00")
    return actions.book(room, by=author, period=period, title="Budget, 2027 ; été 🌞", is_private=True)


def fridays(room: Room, by: Agent) -> Series:
    return a_series(room, by, rule=weekly(weekdays=(4,)), first_date=TOMORROW)


def test_one_life_of_an_invitation(booking, author, colleague, smtp_sink):  # noqa: F811  (the fixture of that name)
    """The same UID, a SEQUENCE that grows, to agents and outside; a real server has it with its parts."""
    attending.invite(booking, by=author, agents=[colleague], addresses=[OUTSIDE.upper(), OUTSIDE])
    changed(booking, author, period=hours("14:00", "15:00"))
    booking = changed(booking, author, title="Budget et emplois")
    actions.cancel(booking, by=author)
    for letter in OutgoingMail.objects.order_by("pk"):
        sending.send(letter)
    for person in (str(colleague.email), OUTSIDE):
        got = [read(letter) for letter in letters(address=person)]
        assert [method for method, _ in got] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
        events = [event for _, [event] in got]
        assert len({event["UID"] for event in events}) == 1
        sequences = [int(event["SEQUENCE"]) for event in events]
        assert sequences == sorted(set(sequences))
        assert [event["STATUS"] for event in events] == ["CONFIRMED"] * 3 + ["CANCELLED"]
        assert {event["ORGANIZER"] for event in events} == {f"mailto:{author.email}"}
        assert {event["ATTENDEE"] for event in events} == {f"mailto:{person}"}
        assert events[0]["SUMMARY"] == "Budget\\, 2027 \\; été 🌞"
        assert "20261127T140000" in events[1]["DTSTART"]
    sent = [message for message in smtp_sink.messages if message["To"] == OUTSIDE]
    assert len(sent) == 4
    assert {message["Reply-To"] for message in sent} == {author.email}
    for message in sent:
        types = [part.get_content_type() for part in message.walk()]
        assert types[-2:] == ["text/calendar", "application/ics"]
        # Nobody outside reads who else comes; whoever looks after the mail reads no private title.
        assert str(colleague.email) not in message.as_string()
        assert "Budget" not in str(message["Subject"])


def test_what_agents_chose_does_not_hold_an_invitation_back(booking, author, told):
    guest, without = AgentFactory.create(), AgentFactory.create(without_address=True)
    attending.invite(booking, by=author, agents=[guest, without, author])
    assert {letter.address for letter in letters()} == {guest.email}
    news = Notification.objects.filter(kind="rooms.invited")
    assert {one.recipient for one in news} == {guest, without}
    assert not news.filter(awaits_digest=True).exists()
    assert Booking.objects.visible_to(guest).filter(pk=booking.pk).exists()


def test_who_may_invite(booking, author, colleague, outsider, room_manager):
    for agent in (author, room_manager):
        attending.invite(booking, by=agent, addresses=[f"{agent.pk}@voisine.example"])
    for agent in (colleague, outsider):
        with pytest.raises(PermissionDenied):
            attending.invite(booking, by=agent, addresses=[OUTSIDE])
    [one, *_] = Attendee.objects.all()
    with pytest.raises(PermissionDenied):
        attending.withdraw(one, by=colleague)
    actions.cancel(booking, by=author)
    with pytest.raises(ValidationError):
        attending.invite(booking, by=author, addresses=[OUTSIDE])


def test_no_cannon(booking, author, monkeypatch, settings):
    monkeypatch.setattr(attending, "OUTSIDE_AN_HOUR", 3)
    attending.invite(booking, by=author, addresses=["a@x.example", "b@x.example"])
    attending.invite(booking, by=author, addresses=["a@x.example", "c@x.example"])
    with pytest.raises(ValidationError, match="par heure"):
        attending.invite(booking, by=author, addresses=["d@x.example"])
    monkeypatch.setattr(attending, "MOST", 3)
    with pytest.raises(ValidationError, match="au plus"):
        attending.invite(booking, by=author, agents=[AgentFactory.create()])
    with pytest.raises(ValidationError, match="de l’intranet"):
        attending.invite(booking, by=author, addresses=[settings.MAIL_FROM])
    assert len(letters()) == 3


def test_withdrawn_and_invited_again(booking, author, colleague):
    # The address of an agent is that agent.
    [attendee] = attending.invite(booking, by=author, addresses=[str(colleague.email)])
    assert attendee.agent == colleague
    for _ in range(2):
        attending.withdraw(Attendee.objects.get(pk=attendee.pk), by=author)
    assert [read(letter)[0] for letter in letters()] == ["REQUEST", "CANCEL"]
    assert not Booking.objects.visible_to(colleague).filter(pk=booking.pk).exists()
    attending.invite(booking, by=author, agents=[colleague])
    changed(booking, author, period=hours("14:00", "15:00"))
    sequences = [int(read(letter)[1][0]["SEQUENCE"]) for letter in letters()]
    assert sequences == sorted(set(sequences))


def test_a_request_invites_once_it_is_accepted(author, colleague, room_manager):
    moderated = a_room(name="Conseil", slug="conseil", everyone_may=3)
    asked = actions.book(moderated, by=author, period=hours("10:00", "11:00"), title="Vœux")
    attending.invite(asked, by=author, agents=[colleague])
    assert not letters()
    requests.accept(asked, by=room_manager)
    assert [read(letter)[0] for letter in letters()] == ["REQUEST"]
    other = actions.book(moderated, by=author, period=hours("14:00", "15:00"), title="Vœux")
    attending.invite(other, by=author, agents=[colleague])
    actions.cancel(other, by=author)
    assert len(letters()) == 1


def test_a_whole_series_then_one_date_then_what_is_left(room, author, colleague, monkeypatch):
    monkeypatch.setattr(invitations, "NAMED", 2)
    series = fridays(room, author)
    first, second, third, _ = series.occurrences.order_by("series_date")
    attending.invite(first, by=author, agents=[colleague])
    attending.invite(first, by=author, agents=[colleague], addresses=[OUTSIDE], whole_series=True)
    invitations.notify_series(series.pk)
    # Invited to all, the date alone is taken back from their calendar.
    mine = [read(letter) for letter in letters(address=colleague.email)]
    assert [(method, events[0]["UID"][:12]) for method, events in mine] == [
        ("REQUEST", first.reference),
        ("CANCEL", first.reference),
        ("REQUEST", series.reference),
    ]
    assert mine[2][1][0]["RRULE"].startswith("FREQ=WEEKLY;")
    assert "puis 2 autres dates, dans la pièce jointe" in letters(address=OUTSIDE)[0].body
    changed(second, author, period=hours("14:00", "15:00", on=second.day))
    actions.cancel(third, by=author)
    method, [moved] = read(letters(address=OUTSIDE)[1])
    assert (method, moved["RECURRENCE-ID"]) == ("REQUEST", "20261204T090000")
    assert moved["UID"].startswith(series.reference)
    method, [gone] = read(letters(address=OUTSIDE)[2])
    assert (method, gone["RECURRENCE-ID"], gone["STATUS"]) == ("CANCEL", "20261211T090000", "CANCELLED")
    attending.withdraw(Attendee.objects.get(email=OUTSIDE), by=author)
    method, [gone] = read(letters(address=OUTSIDE)[3])
    assert (method, "RECURRENCE-ID" in gone) == ("CANCEL", False)
    # The whole as it stands: one moved, one left out.
    invitations.notify_series(series.pk)
    method, events = read(letters(address=colleague.email)[-1])
    assert (method, len(events), "EXDATE" in letters()[-1].calendar) == ("REQUEST", 2, True)
    Booking.objects.filter(series=series).update(state="cancelled", cancelled_at=timezone.now())
    invitations.notify_series(series.pk)
    method, [gone] = read(letters(address=colleague.email)[-1])
    assert (method, gone["UID"][:12], "RECURRENCE-ID" in gone) == ("CANCEL", series.reference, False)
    sequences = [
        int(events[0]["SEQUENCE"])
        for _, events in map(read, letters(address=colleague.email))
        if events[0]["UID"].startswith(series.reference)
    ]
    assert sequences == sorted(set(sequences))


def test_several_dates_are_told_by_one_job(room, author, colleague):
    series = fridays(room, author)
    dates = list(
        series.occurrences.select_related("room__site", "organiser", "series").order_by("series_date")
    )
    receivers.series_changed(dates)
    assert not ProcrastinateJob.objects.filter(task_name="rooms.tell_series").exists()
    Attendee.objects.create(series=series, agent=colleague, sent_sequence=0)
    for _ in range(2):
        receivers.series_changed(dates)
        receivers.ended(dates[2:])
        receivers.accepted(dates[:1])
    with transaction.atomic():
        receivers.booked(dates)
        transaction.set_rollback(True)
    assert ProcrastinateJob.objects.filter(task_name="rooms.tell_series").count() == 1
    # « Celle-ci et les suivantes »: who is invited to the first part is invited to the second.
    fields = {"rule": "FREQ=WEEKLY;BYDAY=FR;COUNT=2", "first_date": dates[2].day, "continues": series}
    heir = series_of(room, author, **fields)
    for date in dates[2:]:
        Booking.objects.filter(pk=date.pk).update(series=heir)
        date.series = heir
    receivers.series_changed(dates[2:])
    assert ProcrastinateJob.objects.filter(task_name="rooms.tell_series").count() == 2
    invitations.notify_series(heir.pk)
    assert Attendee.objects.get(series=heir).agent == colleague
    assert read(letters(address=colleague.email)[-1])[1][0]["UID"].startswith(heir.reference)
    # What becomes of the second part is no news of the first.
    ProcrastinateJob.objects.all().delete()
    receivers.series_changed(dates[2:])
    jobs = ProcrastinateJob.objects.filter(task_name="rooms.tell_series")
    assert [job.args["series_id"] for job in jobs] == [heir.pk]
    with time_machine.travel(midnight(dates[2].day), tick=False):
        invitations.notify_series(series.pk)
        assert "Ses dates à venir ont changé" in letters()[-1].body
        Series.objects.filter(pk=heir.pk).update(continues=None)
        invitations.notify_series(series.pk)
        assert "Plus aucune date à venir" in letters()[-1].body


def test_the_statements_do_not_grow_with_guests(room, author, statements):
    counts = []
    for number, hour in ((1, 10), (20, 14)):
        booking = actions.book(room, by=author, period=hours(f"{hour}:00", f"{hour + 1}:00"), title="Réunion")
        outside = [f"{guest}@voisine.example" for guest in range(number)]
        attending.invite(booking, by=author, agents=AgentFactory.create_batch(number), addresses=outside)
        period = hours(f"{hour + 1}:00", f"{hour + 2}:00")
        counts.append(statements(lambda booking=booking, period=period: changed(booking, period=period)))
    assert counts[0] == counts[1]


def test_the_pages(booking, author, colleague, outsider, signed_in):
    url = reverse("rooms:booking_invite", args=[booking.reference])
    client = signed_in(author)
    typed = f"{colleague.identifiant}\n Nobody Here \nfaux@\n{OUTSIDE};"
    page = client.post(url, {"people": typed}).text
    assert "Erreur" in page
    assert "Nobody Here" in page
    assert "« faux@ » n’est pas une adresse" in page.replace("\xa0", " ")
    assert not Attendee.objects.exists()
    typed = f"{colleague.first_name} {colleague.last_name}\nM. le maire <{OUTSIDE}>;"
    shown = client.post(url, {"people": typed}, follow=True).text
    assert "2 personnes invitées" in shown.replace("\xa0", " ")
    assert OUTSIDE in shown
    assert OUTSIDE in signed_in(colleague).get(booking.get_absolute_url()).text
    attendee = Attendee.objects.get(email=OUTSIDE)
    away = reverse("rooms:attendee_withdraw", args=[booking.reference, attendee.pk])
    assert "n’est plus sur la liste" in client.post(away, follow=True).text
    # Whoever only reads an open booking does not read who comes.
    Booking.objects.filter(pk=booking.pk).update(is_private=False)
    assert str(colleague) not in signed_in(outsider).get(booking.get_absolute_url()).text


def test_a_person_whose_identifiant_is_an_address_is_no_guest_from_outside():
    agent = AgentFactory.create(identifiant="ana@ville.example")
    assert GuestsField().clean(f"{agent} ({agent.identifiant})\n{OUTSIDE}") == Guests([agent], [OUTSIDE])


# Who comes


def test_a_guest_says_whether_they_come(author, colleague, outsider, room, signed_in):
    booking = a_booking(room, author)
    attending.invite(booking, by=author, agents=[colleague])
    url = reverse("rooms:attendee_answer", args=[booking.reference])
    signed_in(outsider).post(url, {"answer": "ACCEPTED"})
    assert Attendee.objects.get().answer == ""
    guest = signed_in(colleague)
    assert "Je viens" in guest.get(booking.get_absolute_url()).text
    assert guest.post(url, {"answer": "peut-être"}).status_code == 404
    guest.post(url, {"answer": "DECLINED"})
    assert Attendee.objects.get().answer == "DECLINED"
    assert "ne vient pas" in signed_in(author).get(booking.get_absolute_url()).text


def test_moved_the_answers_are_asked_again(author, colleague, room):
    booking = a_booking(room, author)
    attending.invite(booking, by=author, agents=[colleague])
    attending.answer(booking, by=colleague, answer=Attendee.Answer.ACCEPTED)
    changed(booking, author, title="Autre objet")
    assert Attendee.objects.get().answer == "ACCEPTED"
    changed(booking, author, period=hours("15:00", "16:00"))
    assert Attendee.objects.get().answer == ""


def test_who_comes_to_a_whole_series_is_asked_again_once_all_of_it_moves(author, colleague, room):
    series = fridays(room, author)
    dates = list(series.occurrences.order_by("series_date"))
    before = [Previous.of(date)._replace(period=hours("16:00", "17:00", on=date.day)) for date in dates]
    Attendee.objects.create(series=series, agent=colleague, answer="ACCEPTED", answered_at=timezone.now())
    receivers.series_changed(dates[:2], before=before[:2])
    assert Attendee.objects.get().answer == "ACCEPTED"
    receivers.series_changed(dates, before=before)
    assert Attendee.objects.get().answer == ""


def test_the_date_that_they_are_invited_to_is_answered_first(author, colleague, room, signed_in):
    series = fridays(room, author)
    date = series.occurrences.order_by("series_date").first()
    Attendee.objects.create(series=series, agent=colleague)
    page = signed_in(colleague).get(date.get_absolute_url()).text
    assert "Je viens (toute la série)" in page
    Attendee.objects.create(booking=date, agent=colleague)
    assert "toute la série)</button>" not in signed_in(colleague).get(date.get_absolute_url()).text
