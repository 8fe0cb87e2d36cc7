"""A booking typed before the session ended comes back after the sign-in; nothing was booked meanwhile."""

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from core.people.models import Agent
from rooms.models import Booking, Room
from tests.factories import PASSWORD
from tests.pages import Form, forms_of
from tests.rooms.factories import TOMORROW, a_booking

pytestmark = pytest.mark.django_db
CREATE, LOGIN = "/salles/reserver/", "/compte/connexion/"


def form_to(page: str, action: str) -> Form:
    (form,) = [form for form in forms_of(page) if form.action == action]
    return form


@pytest.fixture
def tab(author: Agent) -> Client:
    """The author's browser; its forms carry their token."""
    cache.clear()
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    return client


def through_the_sign_in(tab: Client, agent: Agent, address: str, typed: dict[str, str]) -> Form:
    """Sends the form without a session, signs in; the form of the page that gives the words back."""
    Session.objects.all().delete()
    page = tab.post(address, typed)
    assert page.status_code == 403
    values = form_to(page.text, LOGIN).values | {"login": agent.identifiant, "password": PASSWORD}
    return form_to(tab.post(LOGIN, values).text, address)


def test_a_new_booking(tab: Client, author: Agent, room: Room) -> None:
    address = f"{CREATE}?salle={room.slug}&le={TOMORROW}"
    typed = form_to(tab.get(address).text, CREATE).values | {"title": "Club lecture"}
    back = through_the_sign_in(tab, author, CREATE, typed)
    again = form_to(tab.post(CREATE, back.values).text, CREATE)
    assert not Booking.objects.exists()
    assert again.values["title"] == "Club lecture"
    assert tab.post(CREATE, again.values).status_code == 302
    assert Booking.objects.get().title == "Club lecture"


def test_a_change(tab: Client, author: Agent, room: Room) -> None:
    booking = a_booking(room, author, title="Club")
    address = f"{booking.get_absolute_url()}modifier/"
    typed = form_to(tab.get(address).text, "").values | {"title": "Club lecture"}
    back = through_the_sign_in(tab, author, address, typed)
    again = form_to(tab.post(address, back.values).text, "")
    booking.refresh_from_db()
    assert booking.title == "Club"
    assert again.values["title"] == "Club lecture"
    assert tab.post(address, again.values).status_code == 302
    booking.refresh_from_db()
    assert booking.title == "Club lecture"
