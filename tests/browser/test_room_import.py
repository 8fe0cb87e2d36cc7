"""A former calendar sent, looked at and booked; the page follows the worker by itself."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.people.models import Agent
from core.people.roles import Role
from rooms.models import Booking
from tests.browser.conftest import OpenPage
from tests.browser.tools import press
from tests.factories import AgentFactory
from tests.rooms.factories import a_room
from tests.worker import run_worker

CALENDAR = Path(__file__).parent.parent / "rooms" / "importers" / "files" / "odd.ics"


@pytest.mark.django_db(transaction=True)
def test_a_calendar_is_taken_over(open_page: OpenPage, carry_session: Callable[[Page, Agent], None]) -> None:
    manager = AgentFactory.create(roles=[Role.ROOM_MANAGER])
    room = a_room(name="Remparts", slug="remparts")
    page = open_page()
    carry_session(page, manager)
    page.goto("/salles/gerer/anciens-agendas/")
    page.get_by_label("Fichier").set_input_files(CALENDAR)
    page.get_by_label("Salle").select_option(label=f"Remparts ({room.site.name})")
    page.get_by_label("À partir du").fill("2026-11-26")
    press(page, page.get_by_role("button", name="Lire le fichier"))
    expect(page.get_by_text("Le fichier se lit")).to_be_visible()
    run_worker("long")
    # Without a touch: the page asks how far it is.
    expect(page.get_by_text("Réservations à faire")).to_be_visible()
    expect(page.get_by_role("table", name="Les premières réservations")).to_contain_text("Sur Mars")
    expect(page.get_by_role("table", name="Refusé")).to_contain_text("Bombe")
    assert not Booking.objects.exists()
    press(page, page.get_by_role("button", name="Confirmer l’import"))
    expect(page.get_by_text("L’import s’écrit")).to_be_visible()
    run_worker("long")
    expect(page.get_by_text("Réservations faites")).to_be_visible()
    assert Booking.objects.count() == 4
