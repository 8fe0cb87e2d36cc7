"""A form sent after the session has ended, or twice: the keyboard, axe, a phone, and no script."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from core.people.models import Agent
from manuals.models import FollowUp
from rooms.models import Booking
from tests.browser.conftest import OpenPage
from tests.browser.tools import DESK, PHONE, assert_accessible, assert_no_overflow, press, write
from tests.factories import PASSWORD, AgentFactory
from tests.manuals.factories import SoftwareFactory
from tests.rooms.factories import three_rooms

pytestmark = pytest.mark.django_db(transaction=True)
CarrySession = Callable[[Page, Agent], None]
TOMORROW = timezone.localdate() + timedelta(days=1)
TITLE = "Atelier vélo : « réparer ensemble »"


def seen(page: Page) -> None:
    assert_accessible(page)
    assert_no_overflow(page)


def send_without_a_session(page: Page, agent: Agent, carry_session: CarrySession, title: str = TITLE) -> None:
    room = three_rooms()[0]
    carry_session(page, agent)
    page.goto(f"/salles/reserver/?salle={room.slug}&le={TOMORROW}")
    write(page, "Objet", title)
    Session.objects.all().delete()
    page.watch.expect_status(403)  # type: ignore[attr-defined]  # open_page sets it
    press(page, page.get_by_role("button", name="Réserver"))


@pytest.mark.parametrize(
    ("width", "scheme", "script"), [(DESK, "light", True), (PHONE, "dark", True), (PHONE, "light", False)]
)
def test_the_words_come_back(
    open_page: OpenPage, carry_session: CarrySession, width: int, scheme: str, script: bool
) -> None:
    agent = AgentFactory.create()
    page = open_page(width, scheme, java_script_enabled=script)
    send_without_a_session(page, agent, carry_session)
    expect(page.get_by_role("heading", level=1)).to_have_text("Reconnectez-vous : vos mots sont gardés")
    if script:
        seen(page)
    write(page, "Identifiant ou adresse de messagerie", agent.identifiant)
    write(page, "Mot de passe", "un autre mot de passe")
    press(page, page.get_by_role("button", name="Se connecter"))
    expect(page).to_have_title("Erreur : Connexion – Port-Mimosa")
    write(page, "Mot de passe", PASSWORD)
    press(page, page.get_by_role("button", name="Se connecter"))
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Vous êtes de nouveau connecté : vos mots sont là"
    )
    if script:
        seen(page)
    press(page, page.get_by_role("button", name="Retrouver mes mots"))
    expect(page.get_by_label("Objet")).to_have_value(TITLE)
    assert not Booking.objects.exists()
    press(page, page.get_by_role("button", name="Réserver"))
    expect(page.get_by_text("C’est réservé")).to_be_visible()
    assert Booking.objects.get().title == TITLE


def test_a_page_left_open_while_signing_in_again_elsewhere(
    open_page: OpenPage, carry_session: CarrySession, sign_in: CarrySession
) -> None:
    agent = AgentFactory.create()
    room = three_rooms()[0]
    page = open_page(PHONE, "dark")
    sign_in(page, agent)
    page.goto(f"/salles/reserver/?salle={room.slug}&le={TOMORROW}")
    write(page, "Objet", TITLE)
    Session.objects.all().delete()
    sign_in(page.context.new_page(), agent)
    page.watch.expect_status(403)  # type: ignore[attr-defined]  # open_page sets it
    press(page, page.get_by_role("button", name="Réserver"))
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Cette page était ouverte depuis trop longtemps"
    )
    seen(page)
    press(page, page.get_by_role("button", name="Retrouver mes mots"))
    expect(page.get_by_label("Objet")).to_have_value(TITLE)


@pytest.mark.parametrize(("width", "scheme"), [(DESK, "light"), (PHONE, "dark")])
def test_too_long_a_text_is_shown_to_be_copied(
    open_page: OpenPage, carry_session: CarrySession, width: int, scheme: str
) -> None:
    page = open_page(width, scheme)
    text = "mot " * 60_000
    carry_session(page, AgentFactory.create())
    page.goto(f"/salles/reserver/?salle={three_rooms()[0].slug}&le={TOMORROW}")
    page.get_by_label("Objet").evaluate(
        "(field, text) => { field.maxLength = 1e6; field.value = text }", text
    )
    Session.objects.all().delete()
    page.watch.expect_status(403)  # type: ignore[attr-defined]  # open_page sets it
    press(page, page.get_by_role("button", name="Réserver"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Copiez votre texte avant de vous connecter")
    expect(page.get_by_label("Ce que vous avez tapé")).to_have_value(text)
    seen(page)


@pytest.mark.parametrize("script", [True, False])
def test_back_then_sent_again_opens_one(
    open_page: OpenPage, carry_session: CarrySession, script: bool
) -> None:
    """The page is loaded again, under another key, and the browser puts the words back in it."""
    referent = AgentFactory.create()
    software = SoftwareFactory.create(functional_referent=referent)
    page = open_page(java_script_enabled=script)
    carry_session(page, referent)
    page.goto(reverse("manuals:follow_up_open", args=[software.reference]))
    page.get_by_label("Pour quel problème").select_option(index=1)
    write(page, "Ce qu’il faut faire", "Relire le contrat avec le vendeur")
    write(page, "Qui s’en charge", referent.identifiant)
    page.get_by_label("Pour le").fill("2099-01-08")
    press(page, page.get_by_role("button", name="Ouvrir la suite"))
    expect(page.get_by_text("La suite est ouverte")).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Ce qu’il faut faire")).to_have_value("Relire le contrat avec le vendeur")
    press(page, page.get_by_role("button", name="Ouvrir la suite"))
    expect(page.get_by_text("rien n’est fait une seconde fois")).to_be_visible()
    assert FollowUp.objects.count() == 1
