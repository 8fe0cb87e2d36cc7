"""A draft goes to its rapporteur, who answers on a phone; corrected, it gets its visa and is published."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from core.documents.actions import store_bytes
from deliberations.accounts import open_account
from deliberations.models import CouncilSession
from tests.browser.tools import DESK, PHONE, press, tab_to, write
from tests.deliberations.factories import (
    CouncillorFactory,
    DeliberationFactory,
    MandateFactory,
    SessionFactory,
    pdf,
)

pytestmark = pytest.mark.django_db(transaction=True)
REMARK = "Le nom de la rue est celui d’avant."


def main_link(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("main").get_by_role("link", name=name)


def test_from_the_secretary_to_the_visa(open_page, carry_session, council_secretary):
    secretary = council_secretary
    councillor = MandateFactory.create(
        councillor=CouncillorFactory.create(first_name="Odile", last_name="Kermarrec")
    ).councillor
    open_account(councillor, by=secretary, email="odile@exemple.fr")
    councillor.refresh_from_db()
    session = SessionFactory.create(draft=True, held_on=timezone.localdate() + timedelta(days=20))
    # A real small PDF on the disk.
    text = store_bytes(pdf("Le conseil décide."), name="projet.pdf", by=secretary, read_text=False)
    DeliberationFactory.create(session=session, object="Rue des Calfats", rapporteur=councillor, text=text)

    desk = open_page(DESK)
    carry_session(desk, secretary)
    desk.goto(f"/deliberations/preparer/{session.reference}/")
    press(desk, main_link(desk, "Visas des projets"))
    tab_to(desk, desk.get_by_label("À viser pour le"))
    desk.get_by_label("À viser pour le").fill((timezone.localdate() + timedelta(days=7)).isoformat())
    press(desk, desk.get_by_role("button", name="Envoyer en visa"))
    expect(desk.locator(".messages")).to_contain_text("1 projet envoyé en visa.")
    expect(desk.get_by_role("main")).to_contain_text("Chez Odile Kermarrec")

    phone = open_page(PHONE)
    carry_session(phone, councillor.account)
    phone.goto("/")
    expect(phone.get_by_role("heading", level=1, name="À viser")).to_be_visible()
    press(phone, main_link(phone, "Rue des Calfats"))
    expect(main_link(phone, "Texte de la délibération")).to_be_visible()
    write(phone, phone.get_by_label("Remarque"), REMARK)
    press(phone, phone.get_by_role("button", name="Refuser"))
    expect(phone.locator(".messages")).to_contain_text("revient à son auteur")

    desk.reload()
    expect(desk.get_by_role("main")).to_contain_text(REMARK)
    press(desk, main_link(desk, "Rue des Calfats"))
    write(desk, desk.get_by_label("Objet"), "Quai des Calfats")
    press(desk, desk.get_by_role("button", name="Enregistrer"))
    expect(desk.locator(".messages")).to_contain_text("est enregistrée")
    # The page that sends it again.
    expect(desk.locator(".messages")).to_contain_text("reste refusé")
    press(desk, desk.get_by_role("button", name="Renvoyer"))
    expect(desk.locator(".messages")).to_contain_text("renvoyé en visa")

    phone.goto("/visas/")
    press(phone, main_link(phone, "Quai des Calfats"))
    expect(phone.get_by_role("heading", name=re.compile("Ce qui a changé"))).to_be_visible()
    press(phone, phone.get_by_role("button", name="Viser"))
    expect(phone.locator(".messages")).to_contain_text("Votre visa est donné.")

    desk.goto(f"/deliberations/preparer/{session.reference}/publier/")
    expect(desk.get_by_role("main")).not_to_contain_text("Sans le visa")
    press(desk, desk.get_by_role("button", name="Publier la séance"))
    expect(desk.locator(".messages")).to_contain_text("La séance est publiée")
    assert CouncilSession.objects.get().is_published
    phone.goto("/deliberations/")
    expect(main_link(phone, "Quai des Calfats")).to_be_visible()
