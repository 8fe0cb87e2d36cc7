"""A draft goes to its rapporteur, who answers on a phone; corrected, it gets its visa and is published."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from core.documents.actions import store_bytes
from core.documents.models import Document
from core.people.models import Agent
from core.people.roles import Role
from deliberations.accounts import open_account
from deliberations.models import CouncilSession
from tests.browser.conftest import OpenPage
from tests.browser.tools import DESK, PHONE, assert_accessible, assert_no_overflow, press, tab_to, write
from tests.deliberations.factories import (
    CouncillorFactory,
    DeliberationFactory,
    MandateFactory,
    SessionFactory,
    pdf,
)
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db(transaction=True)
CarrySession = Callable[[Page, Agent], None]
REMARK = "Le nom de la rue est celui d’avant."


@pytest.fixture
def draft_text() -> Callable[[Agent], Document]:
    """A real small PDF on the disk."""

    def store(by: Agent) -> Document:
        return store_bytes(pdf("Le conseil décide."), name="projet.pdf", by=by, read_text=False)

    return store


def main_link(page: Page, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("main").get_by_role("link", name=name)


def looked_at(page: Page) -> None:
    assert_accessible(page)
    assert_no_overflow(page)


def test_from_the_secretary_to_the_visa(
    open_page: OpenPage, carry_session: CarrySession, draft_text: Callable[[Agent], Document]
) -> None:
    secretary = AgentFactory.create(roles=[Role.COUNCIL_SECRETARY])
    councillor = MandateFactory.create(
        councillor=CouncillorFactory.create(first_name="Odile", last_name="Kermarrec")
    ).councillor
    open_account(councillor, by=secretary, email="odile@exemple.fr")
    councillor.refresh_from_db()
    session = SessionFactory.create(draft=True, held_on=timezone.localdate() + timedelta(days=20))
    DeliberationFactory.create(
        session=session, object="Rue des Calfats", rapporteur=councillor, text=draft_text(secretary)
    )

    desk = open_page(DESK)
    carry_session(desk, secretary)
    desk.goto(f"/deliberations/preparer/{session.reference}/")
    press(desk, main_link(desk, "Visas des rapporteurs"))
    tab_to(desk, desk.get_by_label("À viser pour le"))
    desk.get_by_label("À viser pour le").fill((timezone.localdate() + timedelta(days=7)).isoformat())
    press(desk, desk.get_by_role("button", name="Envoyer en visa"))
    expect(desk.locator(".messages")).to_contain_text("1 projet envoyé en visa.")
    expect(desk.get_by_role("main")).to_contain_text("Chez Odile Kermarrec")
    looked_at(desk)

    phone = open_page(PHONE)
    carry_session(phone, councillor.account)
    phone.goto("/")
    expect(phone.get_by_role("heading", level=1, name="À viser")).to_be_visible()
    looked_at(phone)
    press(phone, main_link(phone, "Rue des Calfats"))
    expect(main_link(phone, "Texte de la délibération")).to_be_visible()
    looked_at(phone)
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
    looked_at(desk)

    phone.goto("/visas/")
    press(phone, main_link(phone, "Quai des Calfats"))
    expect(phone.get_by_role("heading", name=re.compile("Ce qui a changé"))).to_be_visible()
    looked_at(phone)
    press(phone, phone.get_by_role("button", name="Viser"))
    expect(phone.locator(".messages")).to_contain_text("Votre visa est donné.")
    looked_at(phone)

    desk.goto(f"/deliberations/preparer/{session.reference}/publier/")
    expect(desk.get_by_role("main")).not_to_contain_text("Sans le visa")
    press(desk, desk.get_by_role("button", name="Publier la séance"))
    expect(desk.locator(".messages")).to_contain_text("La séance est publiée")
    assert CouncilSession.objects.get().is_published
    phone.goto("/deliberations/")
    expect(main_link(phone, "Quai des Calfats")).to_be_visible()
    looked_at(phone)


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_secretary_s_pages_on_a_screen(
    open_page: OpenPage,
    carry_session: CarrySession,
    draft_text: Callable[[Agent], Document],
    width: int,
) -> None:
    """The table with one act of each kind, and the visa on paper."""
    secretary = AgentFactory.create(roles=[Role.COUNCIL_SECRETARY])
    councillor = CouncillorFactory.create(first_name="Odile", last_name="Kermarrec")
    open_account(councillor, by=secretary)
    councillor.refresh_from_db()
    session = SessionFactory.create(draft=True, held_on=timezone.localdate() + timedelta(days=20))
    for rapporteur in (councillor, None):
        DeliberationFactory.create(session=session, rapporteur=rapporteur, text=draft_text(secretary))
    page = open_page(width)
    carry_session(page, secretary)
    page.goto(f"/deliberations/preparer/{session.reference}/visas/")
    page.get_by_label("À viser pour le").fill((timezone.localdate() + timedelta(days=7)).isoformat())
    press(page, page.get_by_role("button", name="Envoyer en visa"))
    expect(page.locator(".messages")).to_contain_text("sans rapporteur")
    looked_at(page)
    press(page, main_link(page, re.compile("^Visa sur papier")))
    expect(page.get_by_role("heading", level=1, name="Enregistrer un visa sur papier")).to_be_visible()
    looked_at(page)
    page.get_by_label("Signé le").fill(timezone.localdate().isoformat())
    press(page, page.get_by_role("button", name="Enregistrer"))
    expect(page.locator(".messages")).to_contain_text("est enregistré")
    looked_at(page)
