"""The pile of the morning: two scans, two letters, one page each, by the keyboard alone."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from core.people.roles import Role
from mailroom.models import Item, Scan, State
from tests.browser.tools import PHONE, assert_usable, press, tab_to, write
from tests.documents import samples
from tests.factories import AgentFactory, DirectionFactory
from tests.mailroom.factories import item_in

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_scans_become_two_letters(open_page, carry_session, tmp_path: Path):
    roads = DirectionFactory.create(name="Voirie")
    AgentFactory.create(direction=roads)
    office = AgentFactory.create(roles=[Role.MAIL_OFFICE])
    rose = {"sender_name": "Rose Durand", "sender_address": "3 rue du Port"}
    known = item_in(State.ASSIGNED, office=office, direction=roads, subject="Un trou", **rose)
    page = open_page(PHONE)
    carry_session(page, office)
    page.goto("/courrier/nouveau/")
    scans = [tmp_path / f"{name}.pdf" for name in ("un", "deux")]
    for scan in scans:
        scan.write_bytes(samples.pdf("Objet"))
    field = page.locator("#pile_files")
    with page.expect_file_chooser() as chooser:
        tab_to(page, field)
        page.keyboard.press("Space")
    chooser.value.set_files([*scans])
    expect(page.get_by_text("deux.pdf est reçu.")).to_be_visible()
    press(page, page.get_by_role("button", name="Mettre sur la pile"))
    expect(page.get_by_role("heading", level=1, name="Scan 1 sur 2")).to_be_visible()
    assert_usable(page)
    for number, button in ((1, "Enregistrer et suivante"), (2, "Enregistrer")):
        expect(page.get_by_label("Objet")).to_be_focused()
        page.keyboard.type(f"Nid de poule {number}")
        page.keyboard.press("Tab")
        page.keyboard.type("Rose Durand")
        page.keyboard.press("Tab")
        expect(page.get_by_text("Proposée : même expéditeur que le")).to_be_visible()
        known_address = page.get_by_label("Son adresse connue")
        expect(known_address).not_to_be_checked()
        tab_to(page, known_address)
        page.keyboard.press("Space")
        assert_usable(page)
        write(page, page.get_by_label("Objet"), f"Nid de poule {number}")
        press(page, page.get_by_role("button", name=button, exact=True))
        expect(page.get_by_text(f"Le courrier porte le numéro {known.year}-{number + 1:05}")).to_be_visible()
    made = Item.objects.exclude(pk=known.pk)
    assert {(item.direction, item.kind, item.sender_address) for item in made} == {
        (roads, known.kind, "3 rue du Port")
    }
    assert not Scan.objects.exists()
