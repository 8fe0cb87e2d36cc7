"""From a phone, by the keyboard alone: a room free now, in two taps; one sought and found; what is broken."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.people.models import Agent
from rooms import periods
from rooms.models import Booking, Equipment, RoomProblem, SearchTally
from tests.browser.conftest import OpenPage
from tests.browser.tools import (
    ON_COLOURS,
    PHONE,
    assert_accessible,
    assert_no_overflow,
    axe_findings,
    press,
    tab_to,
    write,
)
from tests.factories import AgentFactory
from tests.rooms.factories import a_room

pytestmark = [pytest.mark.django_db(transaction=True)]
CarrySession = Callable[[Page, Agent], None]


@pytest.fixture(autouse=True)
def _morning() -> Any:
    """Ten o'clock today, whenever the test runs: sessions and cookies keep their own day."""
    with time_machine.travel(periods.at(timezone.localdate(), time(10)), tick=True):
        yield


def assert_good(page: Page) -> None:
    assert_no_overflow(page)
    assert_accessible(page)
    page.emulate_media(color_scheme="dark")
    assert not axe_findings(page, ON_COLOURS)
    page.emulate_media(color_scheme="light")


def test_from_a_phone(open_page: OpenPage, carry_session: CarrySession) -> None:
    every_day = [(weekday, time(8), time(19)) for weekday in range(7)]
    small = a_room(name="Sirocco", slug="sirocco", capacity=6, hours=every_day)
    room = a_room(name="Remparts", slug="remparts", capacity=20, hours=every_day, floor="2e étage")
    type(room.site).objects.update(is_open_on_holidays=True)
    agent = AgentFactory.create()
    page = open_page(PHONE)
    carry_session(page, agent)

    # Free now: a link of the home page, a button.
    page.goto("/")
    press(page, page.get_by_role("link", name="Toutes les salles libres"))
    expect(page.get_by_role("heading", level=1, name="Libre maintenant")).to_be_visible()
    assert_good(page)
    press(page, page.get_by_role("button", name="Réserver la salle Sirocco 30 minutes"))
    expect(page.locator(".messages")).to_contain_text("La salle Sirocco est à vous jusqu’à 10 h 30")
    assert Booking.objects.get().room == small

    # Sought: a fault is focused, what was typed stays; then found, and booked in one step.
    page.goto("/salles/")
    press(page, page.get_by_role("link", name="Trouver une salle"))
    expect(page.get_by_role("heading", level=1, name="Trouver une salle")).to_be_visible()
    write(page, "Personnes", "0")
    page.keyboard.press("Enter")
    expect(page).to_have_title("Erreur : Trouver une salle – Port-Mimosa")
    expect(page.get_by_label("Personnes")).to_be_focused()
    write(page, "Personnes", "12")
    # One of the folded wishes; from the bottom up, the button that searches comes again.
    press(page, page.locator("summary", has_text="équipement"))
    tab_to(page, page.get_by_label("écran"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Trouver"), key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=2, name="1 salle vous convient")).to_be_visible()
    expect(page.get_by_text("6 places seulement, pour 12 personnes")).to_have_count(0)
    assert_good(page)
    press(page, page.get_by_role("link", name="Réserver la salle Remparts"))
    expect(page.get_by_label("Salle", exact=True)).to_have_value("remparts")
    # The day that the calendar showed.
    assert page.get_by_label("Date", exact=True).input_value() == str(timezone.localdate())
    assert SearchTally.objects.values_list("people", "sought", "found").get() == (12, 1, 1)

    # What is broken is told on the room's page, and leaves the search.
    page.goto("/salles/salle/remparts/")
    press(page, page.get_by_role("link", name="Signaler un problème"))
    expect(page.get_by_role("heading", level=1, name="Signaler un problème")).to_be_visible()
    tab_to(page, page.get_by_label("écran en panne"))
    page.keyboard.press("Space")
    write(page, "Dites-le en quelques mots", "Il reste noir.")
    assert_good(page)
    press(page, page.get_by_role("button", name="Signaler"))
    expect(page.get_by_role("heading", level=2, name="1 problème signalé")).to_be_visible()
    assert_good(page)
    assert RoomProblem.objects.get().equipment == Equipment.objects.get(name="écran")
    page.goto(
        f"/salles/trouver/?quand=des-que-possible&duree=60&personnes=12&materiel={Equipment.objects.get().pk}"
    )
    expect(page.get_by_role("heading", level=2, name="Aucune salle ne convient")).to_be_visible()
    assert_good(page)
