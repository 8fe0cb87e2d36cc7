"""Notes to the services, and the reminder of the day before."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from procrastinate.contrib.django import app

from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.people.models import Agent
from rooms import services
from rooms.attendees.invitations import remind_all
from rooms.bookings import actions
from rooms.models import Booking, Level, Room, ServiceDesk, ServiceRequest
from rooms.requests import actions as requests
from tests.rooms.factories import SiteFactory, a_booking, a_room, hours

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db: None) -> ServiceDesk:
    return ServiceDesk.objects.create(name="Restauration", email="cafe@mairie.example", notice_days=3)


@pytest.fixture
def booking(room: Room, author: Agent) -> Booking:
    period = hours("10:00", "11:00")
    return actions.book(room, by=author, period=period, title="Entretien", is_private=True)


def mails() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind="rooms.service_asked").order_by("pk"))


def test_the_service_follows_the_booking(booking, author, desk):
    """Told of a move and of an end, never of the title; its answers go to the organiser."""
    services.ask(booking, by=author, desk=desk, note="Du café pour 12")
    with pytest.raises(ValidationError):
        services.ask(booking, by=author, desk=desk, note="Encore")
    values: dict[str, Any] = {"room": booking.room, "title": "Entretien bis", "is_private": True}
    actions.change(booking, by=author, period=booking.period, **values)
    actions.change(booking, by=author, period=hours("14:00", "15:00"), **values)
    actions.cancel(booking, by=author)
    assert [mail.subject.split()[0] for mail in mails()] == ["Demande", "Changement", "Annulation"]
    for mail in mails():
        assert (mail.address, mail.headers["Reply-To"]) == (desk.email, author.email)
        assert "Du café pour 12" in mail.body
        assert "Entretien" not in mail.body + mail.subject + mail.html
    assert "14 h" in mails()[1].body.replace("\xa0", " ")


def test_of_several_rooms_the_service_knows_each(room, other_room, author, desk):
    """One given back is a change as well."""
    values: dict[str, Any] = {"by": author, "period": hours("10:00", "11:00"), "title": "x"}
    booking = actions.book(room, other_rooms=[other_room], **values)
    services.ask(booking, by=author, desk=desk, note="Du café pour 12")
    actions.change(booking, room=room, other_rooms=[], is_private=False, **values)
    both, one = mails()
    told = Notification.objects.get(kind="rooms.booked")
    for text in (both.subject, both.body, told.text):
        assert "Remparts" in text
        assert "Mistral" in text
    assert one.subject.startswith("Changement")
    assert "Mistral" not in one.body


def test_a_request_that_is_accepted_is_sure_for_the_service_too(author, room_manager, desk):
    moderated = a_room(name="Conseil", slug="conseil", everyone_may=Level.ASK)
    asked = actions.book(moderated, by=author, period=hours("10:00", "11:00"), title="Vœux", is_private=True)
    services.ask(asked, by=author, desk=desk, note="Du café pour 12")
    requests.accept(asked, by=room_manager)
    before, after = mails()
    assert "Pas encore confirmée" in before.body
    assert after.subject.startswith("Confirmation")
    assert "Du café pour 12" in after.body
    assert "Pas encore confirmée" not in after.body
    assert "Vœux" not in after.body + after.subject


def test_who_may_ask_which_service(booking, author, colleague, room_manager, desk):
    elsewhere = ServiceDesk.objects.create(name="Loin", email="l@x.example", site=SiteFactory.create())
    closed = ServiceDesk.objects.create(name="Fermé", email="f@x.example", is_open=False)
    with pytest.raises(PermissionDenied):
        services.ask(booking, by=colleague, desk=desk, note="Du café")
    for wrong in (elsewhere, closed):
        with pytest.raises(ValidationError):
            services.ask(booking, by=author, desk=wrong, note="Du café")
    asked = services.ask(booking, by=room_manager, desk=desk, note="Du café")
    with pytest.raises(PermissionDenied):
        services.withdraw(asked, by=colleague)
    for _ in range(2):
        services.withdraw(asked, by=author)
    assert len(mails()) == 2
    services.ask(booking, by=author, desk=desk, note="Du thé")
    actions.cancel(booking, by=author)
    assert len(mails()) == 4


def test_the_pages(booking, author, room_manager, desk, signed_in):
    url = reverse("rooms:booking_service", args=[booking.reference])
    client = signed_in(author)
    assert "Erreur" in client.post(url, {"desk": desk.pk, "note": " "}).text
    page = client.post(url, {"desk": desk.pk, "note": "Du café\npour 12"}, follow=True).text
    assert "3 jours ouvrés" in page.replace("\xa0", " ")
    assert "Du café<br>pour 12" in page
    of_day = reverse("rooms:services_of_day")
    manager = signed_in(room_manager)
    shown = manager.get(of_day, {"le": str(booking.day)}).text
    assert "Restauration" in shown
    assert "Entretien" not in shown
    assert "Aucune demande" in manager.get(of_day, {"le": "jeudi"}).text
    asked = ServiceRequest.objects.get(booking=booking)
    away = reverse("rooms:service_withdraw", args=[booking.reference, asked.pk])
    assert "en est prévenu" in client.post(away, follow=True).text


def test_reminded_once_the_day_before(room, author, colleague):
    def wanted(start: str, end: str, **fields: object) -> Booking:
        return a_booking(room, author, hours(start, end), wants_reminder=True, **fields)

    with time_machine.travel("2026-11-20T08:00:00Z", tick=False):
        mine = wanted("09:00", "10:00", title="Entretien", is_private=True)
        wanted("10:00", "11:00", state=Booking.State.REQUESTED)
        a_booking(room, colleague, hours("11:00", "12:00"))
        wanted("12:00", "13:00", series=None)
        Booking.objects.filter(title="Point budget", organiser=author, state="confirmed").update(
            reminded_at=mine.created_at
        )
    wanted("14:00", "15:00")
    assert [remind_all(), remind_all()] == [1, 0]
    [told] = Notification.objects.filter(kind="rooms.reminded")
    assert told.recipient == author
    assert told.url == mine.get_absolute_url()
    assert "Entretien" not in told.title + told.text
    names = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    assert "rooms.remind" in names
