"""A page that waits for a worker asks by itself how far it is."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from rooms.models import Booking
from tests.rooms.factories import a_room
from tests.worker import run_worker

CALENDAR = Path(__file__).parent.parent / "imports" / "calendars" / "files" / "odd.ics"


@pytest.mark.django_db(transaction=True)
def test_an_import_is_followed_without_a_touch(open_page, carry_session, room_manager):
    room = a_room(name="Remparts", slug="remparts")
    page = open_page()
    carry_session(page, room_manager)
    page.goto("/salles/gerer/anciens-agendas/")
    page.get_by_label("Fichier").set_input_files(CALENDAR)
    page.get_by_label("Salle").select_option(label=f"Remparts ({room.site.name})")
    page.get_by_label("À partir du").fill("2026-11-26")
    page.get_by_role("button", name="Lire le fichier").click()
    expect(page.get_by_text("Le fichier se lit")).to_be_visible()
    run_worker("long")
    expect(page.get_by_text("Réservations à faire")).to_be_visible()
    assert not Booking.objects.exists()
    page.get_by_role("button", name="Confirmer l’import").click()
    expect(page.get_by_text("L’import s’écrit")).to_be_visible()
    run_worker("long")
    expect(page.get_by_text("Réservations faites")).to_be_visible()
    assert Booking.objects.count() == 4
